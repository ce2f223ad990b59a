"""Lookup's index in the database's own engine, behind one interface."""
