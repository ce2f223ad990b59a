"""The subset font charts are drawn with, and its licence."""
