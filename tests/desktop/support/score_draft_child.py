"""Somebody who writes about a case of a sample, and whose machine dies: `python -m … FOLDER`."""

import os
import signal
import sys
from pathlib import Path
from types import SimpleNamespace

from app.desktop.cache.work_store import WorkStore
from app.desktop.ports.quality import ScoreDraft
from app.desktop.usecases.score_drafts import ScoreDrafts
from tests.desktop.support.factories import KEY

HALF = ScoreDraft("block", "the second device", 31_000)


def drafts_of(work: WorkStore, author: str = "u1") -> ScoreDrafts:
    return ScoreDrafts(work, lambda: SimpleNamespace(author=author))  # type: ignore[arg-type,return-value]


if __name__ == "__main__":
    drafts = drafts_of(WorkStore.open(Path(sys.argv[1]), KEY, KEY).store)
    drafts.keep("s-1", "r-1", ScoreDraft("pass", "sent before", 9_000))
    drafts.keep("s-1", "r-2", HALF)
    drafts.keep("s-1", "r-1", None)
    os.kill(os.getpid(), signal.SIGKILL)
