"""What a person had before the eyes when deciding, kept as hashes beside the command, so that it can be said later what
has changed since. Nothing of it is sent."""

import hashlib

import msgspec

from app.contract.views import CaseView
from app.desktop.ports import SeenChange


class Seen(msgspec.Struct, frozen=True, omit_defaults=True):
    """A case as it was decided on: a hash of each piece of evidence under its id, its kind beside it, and the agent's
    word in short."""

    material_rev: int = 0
    priority: int = 0
    verdict: str = ""
    score: float | None = None
    evidence: dict[str, str] = {}
    kinds: dict[str, str] = {}


def seen_of(view: CaseView) -> Seen:
    """What `view` shows."""
    word = view.assessment
    return Seen(
        view.material_rev,
        view.priority,
        word.verdict if word is not None else "",
        word.risk_score if word is not None else None,
        {item.id: _hash(item) for item in view.evidence},
        {item.id: item.kind for item in view.evidence},
    )


def _hash(item: msgspec.Struct) -> str:
    raw = msgspec.json.encode(msgspec.to_builtins(item), order="deterministic")
    return hashlib.sha256(raw).hexdigest()[:16]


def changes_since(seen: Seen, view: CaseView) -> tuple[SeenChange, ...]:
    """What is otherwise now, the agent's word first; nothing where nothing can be told."""
    now, found = seen_of(view), []
    if seen.verdict and now.verdict and (seen.verdict, seen.score) != (now.verdict, now.score):
        found.append(SeenChange("verdict", "", _word(seen), _word(now)))
    if seen.priority != now.priority and seen.priority:
        found.append(SeenChange("priority", "", str(seen.priority), str(now.priority)))
    for name, value in now.evidence.items():
        if name not in seen.evidence:
            found.append(SeenChange("evidence_new", now.kinds[name]))
        elif seen.evidence[name] != value:
            found.append(SeenChange("evidence_changed", now.kinds[name]))
    gone = [SeenChange("evidence_gone", seen.kinds.get(name, "")) for name in seen.evidence if name not in now.evidence]
    return (*found, *gone)


def _word(seen: Seen) -> str:
    return seen.verdict if seen.score is None else f"{seen.verdict} {seen.score:.2f}"
