"""Somebody signs out, in a process of its own that dies where it is told to: `python -m … PROFILE POINT`. What is done
durably is named by its function or by the file, as it is passed."""

import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from app.desktop.bootstrap.opening import open_stores
from app.desktop.bootstrap.services import Services
from app.desktop.cache.cache_store import CacheStore
from app.desktop.ports import Person
from app.desktop.vault import sealed_blobs
from app.desktop.vault.keys import DataKey
from app.desktop.vault.sealed_blobs import SealedBlobs
from app.desktop.vault.tokens import SealedTokens, StoredSession
from tests.desktop.support.factories import KEY, DirectWriter, case_row

URL = "http://127.0.0.1:9"
SCANS = {"a" * 64: "C-200001", "b" * 64: "packet/p1/1"}
CANARY = b"a passport of somebody "


def fill(folder: Path) -> None:
    """Somebody is signed in, with a case, its scan, and one of a packet."""
    stores = open_stores(folder, DataKey(KEY), "keyring")
    stores.tokens.write(StoredSession(URL, "refresh-me", Person("u1", "Mei", ("bpo_agent",), "v1", "en"), "d1"))
    stores.cache.apply([case_row(200_001)])
    stores.cache.put_state(cursor="e1.1")
    for name, case_id in SCANS.items():
        stores.documents.put(name, case_id, CANARY * 100)
    stores.close()


def main() -> int:
    folder, asked = Path(sys.argv[1]), sys.argv[2]

    def point(name: str) -> None:
        print(name, flush=True)
        if name == asked:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(plain: Callable[..., Any], name: str, *args: Any, **named: Any) -> Any:
        point(f"before {name}")
        value = plain(*args, **named)
        point(f"after {name}")
        return value

    stores = open_stores(folder, DataKey(KEY), "keyring")
    desk = Services(stores, URL, folder, None, DirectWriter(), lambda _news: None, "0.1.0")
    desk.session.restore()
    for kind, verb in ((SealedTokens, "remove"), (CacheStore, "empty"), (SealedBlobs, "forget")):
        bound = getattr({SealedTokens: stores.tokens, CacheStore: stores.cache}.get(kind, stores.documents), verb)
        setattr(kind, verb, lambda _self, *args, do=bound, name=verb: around(do, name, *args))
    sealed_blobs._shred = partial(around, sealed_blobs._shred, "shred")
    desk.session.sign_out()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
