"""Priority and the Key User rule."""

KEY_USER_PRIORITY = 75
MIN_PRIORITY, MAX_PRIORITY = 0, 100


def is_key_user(priority: int) -> bool:
    """A Key User case cannot be closed by one person."""
    return priority >= KEY_USER_PRIORITY
