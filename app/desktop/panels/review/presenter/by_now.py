"""What time alone has changed of a case since the server told it."""

import msgspec

from app.desktop.ports import OpenCase


def by_now(opened: OpenCase, now_ms: int) -> OpenCase:
    """A case whose snooze has ended is back, whether or not the server has said so yet."""
    snooze = opened.view.snooze
    if snooze is None or opened.view.back_from_snooze or snooze.until.timestamp() * 1000 > now_ms:
        return opened
    return msgspec.structs.replace(opened, view=msgspec.structs.replace(opened.view, back_from_snooze=True))
