"""Makes a golden profile: the files that a seat of this version leaves behind with work of every kind unsent.

`python -m tests.faults.golden.make` writes the one of the present schemas beside this file; commit it. What is there
already is never written again: it is what people have on their machines. With an older checkout first on PYTHONPATH the
same file makes that version's (`make.py NAME FOLDER`): it leans on nothing but what the stores have had since their
first day.
"""

import hashlib
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
KEY = bytes(range(32))
NOW = 1_795_248_000_000
HOUR = 3_600_000
AUTHORS = {"u1": "d1", "u2": "d2"}
SERVER = "https://footplate.example.com"


def command_types() -> list[str]:
    from app.contract.version import COMMAND_SCHEMAS

    return sorted(COMMAND_SCHEMAS)


def case(number: int) -> dict[str, Any]:
    """A case document as the first server sent it; everything newer in it is optional."""
    return {
        "case_id": f"C-{number}", "external_ref": f"x-{number}", "case_type": "ato_investigation", "rev": 1,
        "material_rev": 1, "state": "open", "priority": 40, "opened_at": "2026-11-21T07:57:00Z",
        "routed_at": "2026-11-21T08:00:00Z", "due_at": "2026-11-21T12:00:00Z", "subject_short": "u-01•••",
        "subject": {"account": "u-8f•••2a", "country": "SG"}, "evidence": [],
        "assessment": {
            "agent": "roca", "verdict": "block", "risk_score": 0.72, "confidence": 0.72, "threshold": 0.85,
            "role": "champion", "disposition": "to_review", "base_value": -1.0,
            "signals": [{"name": "new_device", "value": True, "contribution": 1.2, "direction": "risk"}],
            "other": {"count": 3, "contribution": 0.7}, "steps": [],
        },
    }  # fmt: skip


def command(kind: str, number: int, case_id: str | None, release_at: int) -> Any:
    from app.desktop.cache.outbox_rows import NewCommand

    body = {"n": number, "text": f"Work {number} of kind {kind}."}
    raw = json.dumps(body, sort_keys=True, separators=(",", ":")).encode()
    note = {"draft": {"decision": "block", "rationale": f"Typed {number}."}, "case_type": "ato_investigation"}
    return NewCommand(
        command_id=f"01a1fcd8-0000-7000-8000-{number:012d}",
        command_type=kind,
        command_schema=1,
        body=raw,
        body_sha256=hashlib.sha256(raw).hexdigest(),
        created_wall=NOW + number,
        created_mono=number,
        server_offset_ms=0,
        release_at=release_at,
        case_id=case_id,
        claim_id="claim-1",
        fence=1,
        base_rev=1,
        epoch="e1",
        note=json.dumps(note).encode(),
    )


def fill_work(work: Any) -> None:
    """Unsent work of every kind of two people who share the desk; some of it on its way, some settled."""
    from app.desktop.cache.outbox_rows import OutboxState

    number = 0
    for author, device in AUTHORS.items():
        work.put_value(f"device_id/{SERVER}/{author}", device)
        work.put_value(f"epoch/{device}/{author}", "e1")
        ids = []
        for kind in [*command_types(), "review.submit", "review.submit", "review.submit", "review.submit"]:
            number += 1
            case_id = None if kind == "cases.bulk" else f"C-{200_000 + number}"
            row, _ = work.submit(device, author, command(kind, number, case_id, NOW - HOUR))
            ids.append(row.command_id)
        settled = [(ids[0], OutboxState.APPLIED), (ids[1], OutboxState.CONFLICT), (ids[2], OutboxState.REJECTED)]
        settled.append((ids[3], OutboxState.PARKED))
        work.mark_sent(ids[:6], NOW)  # the last two of them are on their way: nobody knows what became of them
        told = json.dumps({"command_id": "", "command_seq": 1, "status": "applied", "code": "applied", "http": 200})
        work.settle([(one, state, told.encode()) for one, state in settled], NOW)
        number += 1
        row, _ = work.submit(device, author, command("review.submit", number, f"C-{200_000 + number}", NOW + 5_000))
        raw = b'{"command_type":"review.submit"}'
        work.withdraw(
            author, row.command_id, now=NOW, command_type="command.withdrawn", body=raw,
            body_sha256=hashlib.sha256(raw).hexdigest(), draft=b'{"decision":"pass","rationale":"Taken back."}',
        )  # fmt: skip
        work.save_draft(author, "C-200901", b'{"decision":"block","rationale":"Not done yet."}', NOW)
        work.save_draft(author, "C-200902", b'{"rationale":"Nur ein Anfang \xe5\xbc\x80\xe5\xa4\xb4"}', NOW + 1)


def fill_cache(cache: Any) -> None:
    from app.desktop.cache.cache_store import Row

    rows = [Row("case", f"C-{n}", 1, json.dumps(case(n)).encode()) for n in range(200_001, 200_011)]
    rows.append(Row("case", "C-200099", 1, b"[]"))  # one that could not be read
    cache.apply(rows, {"cursor": "e1.10", "epoch": "e1", "server_offset_ms": "0"})


def write_session(folder: Path, key: Any) -> None:
    from app.desktop.ports import Person
    from app.desktop.vault.sealed import SealedFile
    from app.desktop.vault.tokens import SealedTokens, StoredSession

    person = Person("u1", "Mei", ("reviewer",), None, "zh")
    store = SealedTokens(SealedFile(folder / "session.sealed", key.sub("tokens"), "session"))
    store.write(StoredSession(SERVER, "r-golden", person, "d1", 3))


def tables_of(store: Any) -> list[str]:
    """Tables, indexes and triggers of a store, as they were written."""
    with store.read() as connection:
        found = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name")
        version = connection.exec_driver_sql("PRAGMA user_version").scalar()
        return [f"version {version}", *(" ".join(str(sql).split()) for (sql,) in found.all())]


def fingerprint(tables: list[str]) -> str:
    return hashlib.sha256("\n".join(tables).encode()).hexdigest()[:16]


def make(folder: Path) -> None:
    """The profile and `told.json`, which says what is in it."""
    from app.desktop.cache.cache_store import CacheStore
    from app.desktop.cache.work_store import WorkStore
    from app.desktop.vault.keys import DataKey

    os.umask(0o022)
    folder.mkdir(parents=True)
    key = DataKey(KEY)
    work = WorkStore.open(folder, key.sub("work"), key.sub("high-water")).store
    cache = CacheStore.open(folder, key.sub("cache"))
    fill_work(work)
    fill_cache(cache)
    write_session(folder, key)
    with work.read() as connection:
        found = connection.exec_driver_sql(
            "SELECT author, device_id, command_seq, command_id, command_type, state FROM outbox ORDER BY author,"
            " command_seq"
        )
        commands = [list(row) for row in found.all()]
        drafts = [list(row) for row in connection.exec_driver_sql("SELECT author, case_id FROM draft").all()]
    told = {
        "work": fingerprint(tables_of(work)), "cache": fingerprint(tables_of(cache)),
        "versions": [tables_of(work)[0], tables_of(cache)[0]], "commands": commands, "drafts": drafts,
    }  # fmt: skip
    work.close()
    cache.close()
    (folder / "work.db-journal").unlink(missing_ok=True)  # empty
    (folder / "told.json").write_text(json.dumps(told, indent=1) + "\n")


def present_name() -> str:
    """The folder of the present schemas: work and cache, version and fingerprint."""
    from app.desktop.cache.cache_store import CacheStore
    from app.desktop.cache.work_store import WorkStore

    with tempfile.TemporaryDirectory() as folder:
        work, cache = WorkStore.open(Path(folder), KEY, KEY).store, CacheStore.open(Path(folder), KEY)
        tables = tables_of(work), tables_of(cache)
        work.close()
        cache.close()
    return "_".join(
        f"{name}{found[0].partition(' ')[2]}-{fingerprint(found)[:6]}"
        for name, found in zip(("work", "cache"), tables, strict=True)
    )


def main() -> int:
    if len(sys.argv) == 3:
        make(Path(sys.argv[2]) / sys.argv[1])
        return 0
    name = present_name()
    if (HERE / name).exists():
        print(f"{name} is there already")
        return 0
    make(HERE / name)
    print(f"made {name}: commit it")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
