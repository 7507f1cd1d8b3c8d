"""Results for the terminal, the page and charts."""
