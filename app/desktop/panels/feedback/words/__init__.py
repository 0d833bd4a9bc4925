"""What the Feedback room says, page by page."""
