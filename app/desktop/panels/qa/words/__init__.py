"""What the QA room says."""
