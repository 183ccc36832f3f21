"""The model that restores diacritics, and how it was made."""
