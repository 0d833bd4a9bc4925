"""What is half said about a case of a sample outlives the window and the machine, and is its author's alone."""

import signal
import subprocess
import sys
from pathlib import Path

from app.desktop.cache.work_store import WorkStore
from app.desktop.ports.quality import ScoreDraft
from app.desktop.usecases.score_drafts import MOST, ScoreDrafts
from tests.desktop.support.factories import KEY
from tests.desktop.support.score_draft_child import HALF, drafts_of

ROOT = Path(__file__).resolve().parents[3]


def test_a_killed_machine_has_what_was_half_said_and_nothing_that_was_sent(tmp_path: Path) -> None:
    child = [sys.executable, "-m", "tests.desktop.support.score_draft_child", str(tmp_path)]
    ended = subprocess.run(child, cwd=ROOT, timeout=120, check=False)
    assert ended.returncode == -signal.SIGKILL
    store = WorkStore.open(tmp_path, KEY, KEY).store
    try:
        assert drafts_of(store).all() == {("s-1", "r-2"): HALF}
        assert drafts_of(store, "u2").all() == {}, "nobody else's"
        assert store.drafts("u1") == set(), "it is no draft of a case"
    finally:
        store.close()


def test_it_does_not_grow_without_end_and_a_broken_record_is_begun_anew(tmp_path: Path) -> None:
    store = WorkStore.open(tmp_path, KEY, KEY).store
    try:
        rows = ",".join(f'{{"sample_id":"s","ref":"r{n}","draft":{{"text":"x"}}}}' for n in range(MOST))
        store.put_value("score_drafts/u1", f"[{rows}]")
        drafts = drafts_of(store)
        drafts.keep("s", "new", ScoreDraft(text="y"))
        kept = drafts.all()
        assert len(kept) == MOST
        assert ("s", "r0") not in kept
        assert ("s", "new") in kept
        store.put_value("score_drafts/u1", "{")
        assert drafts.all() == {}
    finally:
        store.close()


def test_without_a_store_or_a_person_nothing_is_kept() -> None:
    drafts = ScoreDrafts(None, lambda: None)
    drafts.keep("s", "r", ScoreDraft("pass"))
    assert drafts.all() == {}
