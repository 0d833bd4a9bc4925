"""Files behind the evidence that no case names any more: their bytes go, then their row, and the trail keeps that they
were there.

A case names a file no more once it is withdrawn or sent with other evidence. Whoever takes facts away has nothing else
to do: what a case names follows its facts (`storage/case_files.py`).
"""

from datetime import timedelta

from app.server.storage import attachments, case_files
from app.server.storage.files import AttachmentStore
from app.server.storage.intake import one_batch_at_a_time
from app.server.storage.unit_of_work import Storage, to_ms

SERVER = "server"
KEPT = timedelta(days=1)
"""A file is sent before the case that names it; one that came this long ago and is named by none is not waited for."""
MOST, READ_AT_ONCE = 20, 100


def remove_some(storage: Storage, files: AttachmentStore) -> bool:
    """Remove some of them; whether there may be more to do. Raises StorageBusy where the store of files is away: what
    was begun is gone on with the next time."""
    with storage.read() as connection:
        unread = case_files.any_unread(connection)
    if unread and _read_cases(storage):
        return True
    chosen = _choose(storage)
    with storage.read() as connection:
        leaving = attachments.leaving(connection, MOST)
    for file in leaving:
        _remove(storage, files, file)
    return chosen or len(leaving) == MOST


def _read_cases(storage: Storage) -> bool:
    """Find out what some cases of an earlier version name; whether any was read."""
    with storage.write() as work:
        return case_files.read_some(work.connection, READ_AT_ONCE) > 0


def _choose(storage: Storage) -> bool:
    """Say of some files that they leave; whether there were as many as go at once."""
    with storage.read() as connection:
        found = case_files.unnamed(connection, _before(to_ms(storage.clock())), MOST)
    if not found:
        return False
    with storage.write() as work:
        # No case arrives meanwhile, and none comes from a server that keeps no account of what it names.
        one_batch_at_a_time(work.connection)
        if case_files.any_unread(work.connection):
            return False
        if still := case_files.still_unnamed(work.connection, _before(work.now_ms), found):
            attachments.leave(work.connection, still, work.now_ms)
    return len(found) == MOST


def _remove(storage: Storage, files: AttachmentStore, file: attachments.StoredFile) -> None:
    with storage.read() as connection:
        now = attachments.standing(connection, file.sha256)
    if now is None or not now.leaving:
        return  # another process was quicker, and it may have come anew
    files.remove(file.sha256)
    with storage.write() as work:
        if attachments.remove(work.connection, file.sha256):
            work.audit(
                SERVER, "attachment.removed", "attachment", file.sha256, media_type=file.media_type, size=file.size
            )


def _before(now_ms: int) -> int:
    return now_ms - KEPT // timedelta(milliseconds=1)
