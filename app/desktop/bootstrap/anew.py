"""A profile whose key is lost begins anew, at its person's word: what nobody here can open is set aside, not deleted.

work.db lies sealed under the lost key, and its key is sealed to the organisation beside it (vault/recovery.py): support
opens it by `footplate recover`. Whatever the server can send again goes.
"""

import contextlib
import logging
import os
from pathlib import Path

from app.desktop.bootstrap.opening import DOCUMENTS, DOOR, SEAT, TOKENS, WORK
from app.desktop.bootstrap.out_of_contact import close_cache
from app.desktop.cache.engine import set_aside
from app.desktop.cache.work_store import HWM_FILE
from app.desktop.vault import key_check
from app.desktop.vault.files import sync_folder

_log = logging.getLogger(__name__)
LOST = ("key_missing", "key_changed")
"""Where this is offered: the key of these files is not in the keyring, and nothing says that it comes back."""


def set_all_aside(folder: Path) -> Path | None:
    """The name that work.db has from now on, None where there was none. Cut off in the middle, the profile is still one
    whose key is lost, and it is done again. Raises OSError."""
    aside = set_aside(folder / WORK) if (folder / WORK).exists() else None
    if aside is not None and (folder / HWM_FILE).exists():
        # Its numbers are those of the file that they were counted in.
        os.replace(folder / HWM_FILE, aside.with_name(aside.name.replace(WORK, HWM_FILE)))
    close_cache(folder, folder / DOCUMENTS, folder / TOKENS)
    for name in (DOOR, SEAT, key_check.ASKED):
        (folder / name).unlink(missing_ok=True)
    sync_folder(folder)
    # The last one: from here on another key is no wrong one.
    with contextlib.suppress(FileNotFoundError):
        (folder / key_check.FILE).unlink()
    sync_folder(folder)
    _log.warning("a profile without its key begins anew; what was kept under it is set aside")
    return aside
