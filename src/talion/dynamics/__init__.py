"""Questions asked of a table of events."""
