"""A case that this build cannot read as it stands: one odd piece of evidence must not keep anybody from deciding it.

Whatever has the wrong shape inside the evidence, the links or the subject is turned into text; everything else of a
case must be what the contract says, or it is refused as before.
"""

from typing import Any

import msgspec

from app.contract.views import CaseView, EvidenceView, LinkView
from app.domain.field_value import raw_form

RAW_FIELD = "raw"


def tolerant_case(document: bytes) -> CaseView:
    """The view with what cannot be read as text. Raises msgspec.DecodeError (ValidationError) for anything worse."""
    whole = msgspec.json.decode(document)
    if not isinstance(whole, dict):
        raise msgspec.ValidationError("a case is an object")
    whole["subject"] = _record(whole.get("subject"))
    evidence = whole.get("evidence")
    whole["evidence"] = [_evidence(n, item) for n, item in enumerate(evidence if isinstance(evidence, list) else [])]
    if "links" in whole:
        links = whole["links"] if isinstance(whole["links"], list) else []
        whole["links"] = [link for link in links if _reads_as(link, LinkView)]
    return msgspec.convert(whole, CaseView)


def _evidence(n: int, item: Any) -> Any:
    if _reads_as(item, EvidenceView):
        return item
    if not isinstance(item, dict):
        return {"id": f"unreadable-{n}", "kind": "unreadable", "title": {"en": "?"}, "fields": _record(item)}
    kept: dict[str, Any] = {
        "id": item["id"] if isinstance(item.get("id"), str) else f"unreadable-{n}",
        "kind": item["kind"] if isinstance(item.get("kind"), str) else "unreadable",
        "title": {"en": "?"},
    }
    title = item.get("title")
    if isinstance(title, dict):
        kept["title"] = {side: title[side] for side in ("en", "zh") if isinstance(title.get(side), str)} or {"en": "?"}
    if isinstance(item.get("rows"), list):
        kept["rows"] = [_record(row) for row in item["rows"]]
    if "fields" in item and item["fields"] is not None:
        kept["fields"] = _record(item["fields"])
    attachment = {"attachment": item["attachment"]} if item.get("attachment") is not None else {}
    if attachment and _reads_as(kept | attachment, EvidenceView):
        kept |= attachment
    return kept if _reads_as(kept, EvidenceView) else {**kept, "fields": _record(item), "rows": None}


def _record(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        return {} if value is None else {RAW_FIELD: raw_form(value)}
    return {name: _scalar(inner) for name, inner in value.items()}


def _scalar(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float | bool) else raw_form(value)


def _reads_as(value: Any, kind: Any) -> bool:
    try:
        msgspec.convert(value, kind)
    except (msgspec.ValidationError, ValueError):
        return False
    return True
