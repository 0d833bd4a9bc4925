"""What this build speaks. Fields are only ever added inside a major version of the API."""

API_VERSION = "1.0"
API_MIN, API_MAX = 1, 1
MIN_CLIENT = "0.1.0"

# Newest and oldest body schema that the server takes, per command type.
COMMAND_SCHEMAS: dict[str, tuple[int, int]] = {"review.submit": (1, 1), "command.withdrawn": (1, 1)}
