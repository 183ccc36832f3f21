"""``python -m indexer``: train (sync, verify and rebuild follow)."""
import sys
from .train import main
raise SystemExit(main(sys.argv[2:]))
