"""Quality and speed, measured by commands whose JSON is committed."""
