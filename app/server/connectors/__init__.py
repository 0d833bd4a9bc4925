"""What is not ours: systems outside that the server speaks to."""
