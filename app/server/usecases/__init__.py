"""What the server does, one transaction at a time; every capability is checked here or at the door in front."""
