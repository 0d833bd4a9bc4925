"""What the server does for whoever asks; knows no HTTP."""
