"""Trains the relation model that ships with talion; never imported at run time."""
