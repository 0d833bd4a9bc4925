"""Quality over raw HTTP: frames, samples, scores and signatures as a script would send them."""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.domain.re_review import scores_digest
from app.domain.sampling import FrameRow, sample_digest
from tests.support.seats import Seat, new_id, review_body

ISO = {"kind": "iso", "aql": 4.0, "level": "II", "severity": "normal"}
WORDS = {
    "rationale": "The second device belongs to somebody else.",
    "rationale_language": "en",
    "active_ms": 20_000,
}


def decided(house: Any, seat: Seat, decisions: list[str], **more: Any) -> dict[str, str]:
    """Cases that this person decides so; case id → decision."""
    ids = house.cases(len(decisions), **more)
    for case_id, decision in zip(ids, decisions, strict=True):
        answer = seat.put(seat.command(case_id, review_body(decision), seat.hold(case_id)))
        assert answer.status_code == 200, answer.text
    return dict(zip(ids, decisions, strict=True))


def frame(seat: Seat, **more: Any) -> dict[str, Any]:
    now = datetime.now(UTC)
    body = {
        "decided_from": (now - timedelta(hours=1)).isoformat(),
        "decided_before": (now + timedelta(hours=1)).isoformat(),
    }
    answer = seat.session.post("/v1/qa/frames", json=body | more)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def rows(seat: Seat, frame_id: str, limit: int = 1000) -> list[FrameRow]:
    """All rows of a frame, page by page."""
    found: list[FrameRow] = []
    after = ""
    while True:
        answer = seat.session.get(f"/v1/qa/frames/{frame_id}/rows", params={"after": after, "limit": str(limit)})
        assert answer.status_code == 200, answer.text
        page = answer.json()
        found += [FrameRow(row["ref"], row["stratum"]) for row in page["rows"]]
        if page["next_after"] is None:
            return found
        after = page["next_after"]


def sample_body(frame_id: str, refs: tuple[str, ...], plan: dict[str, Any], seed: str, **more: Any) -> dict[str, Any]:
    return {
        "sample_id": new_id(),
        "frame_id": frame_id,
        "plan": plan,
        "seed": seed,
        "refs_digest": sample_digest(refs),
    } | more


def send(seat: Seat, command_type: str, body: dict[str, Any], **more: Any) -> Any:
    """One command without a case; the answer."""
    return seat.put(seat.command(None, body, None, command_type=command_type, base_rev=None, **more))


def new_sample(seat: Seat, **body: Any) -> str:
    """A sample that the server draws; its id."""
    told = {"sample_id": new_id()} | body
    answer = send(seat, "qa.sample", told)
    assert answer.status_code == 200, answer.text
    return str(told["sample_id"])


def signature(key: Ed25519PrivateKey, sample_id: str, author: str, said: dict[str, str]) -> str:
    """Made by hand: one line each."""
    digest = scores_digest(said.items())
    lines = f"footplate.qa-scores.1\n{sample_id}\n{author}\n{len(said)}\n{digest}\n"
    return base64.b64encode(key.sign(lines.encode())).decode()


def score(seat: Seat, sample_id: str, ref: str, decision: str = "block", **more: Any) -> Any:
    return send(seat, "qa.score", {"sample_id": sample_id, "ref": ref, "decision": decision} | WORDS | more)


def sign(seat: Seat, sample_id: str, said: dict[str, str], **more: Any) -> Any:
    body = {"sample_id": sample_id, "scores": len(said), "scores_digest": scores_digest(said.items())}
    return send(seat, "qa.sign", body | more)


def tasks(seat: Seat) -> dict[str, Any]:
    answer = seat.session.get("/v1/qa/re-reviews", params={"limit": "50"})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def sample(seat: Seat, sample_id: str) -> dict[str, Any]:
    answer = seat.session.get(f"/v1/qa/samples/{sample_id}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told
