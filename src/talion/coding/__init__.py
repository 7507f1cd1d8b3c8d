"""Articles to coded events, links and ties."""
