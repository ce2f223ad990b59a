"""Lets the tests of this folder import its measuring code, which also runs as plain commands."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
