"""Coded reports in an embedded database, merged into incidents."""
