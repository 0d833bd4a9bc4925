"""What is true whatever the screen, the wire or the database: frozen structs and pure functions."""
