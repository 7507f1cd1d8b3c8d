"""Other projects' event data, in and out."""
