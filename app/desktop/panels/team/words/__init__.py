"""What the Team room says, page by page."""
