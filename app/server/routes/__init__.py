"""HTTP: the door in front of the use cases. Each module holds its handlers in `ROUTES`."""
