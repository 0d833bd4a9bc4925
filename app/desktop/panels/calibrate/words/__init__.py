"""What the Calibrate room says."""
