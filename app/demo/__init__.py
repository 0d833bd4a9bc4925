"""A seeded generator of invented cases and a demo agent that feeds them through the public intake API."""
