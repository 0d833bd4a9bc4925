"""Examples of procedures for whoever asks every operation of the API as a team lead."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from app.contract import paths
from app.contract.catalogue import catalogue
from app.server.connectors.confluence_page import write
from tests.support.confluence import TOKEN, FakeConfluence
from tests.support.seats import House, Seat

PAGE, ALSO_THERE, CONTENT_ID = "ATO-12", "ATO-07", "100001"
NOTE = {"note": "Says it shorter.", "note_language": "en"}


def with_wiki(there: FakeConfluence, folder: Path) -> dict[str, str]:
    """The settings of a house with this Confluence, in which one page lies; none where its client is not installed."""
    if find_spec("atlassian") is None:
        return {}
    assert there.add(ALSO_THERE, write(catalogue().sop[ALSO_THERE])) == CONTENT_ID
    (folder / "token").write_text(TOKEN)
    return {"FOOTPLATE_CONFLUENCE_URL": there.url, "FOOTPLATE_CONFLUENCE_TOKEN_FILE": str(folder / "token")}


def examples(told: dict[str, Any], house: House, lead: Seat) -> None:
    """A version to read and to settle by the lead, and one of the lead's own to take back. Nothing comes into force, so
    that what is written from the version in force stays good."""
    editor = house.reader("writes procedures", "sop_editor")
    pages = editor.get(paths.SOP_PAGES).json()["pages"]
    page = next(one["page"] for one in pages if one["page"]["id"] == PAGE)
    base = page["version"]
    page["clauses"][0]["text"]["en"] = "Read 60 days."
    order = {"page": page, "base_version": base} | NOTE

    def proposed(by: Any) -> str:
        answer = by.post(paths.SOP_VERSIONS.format(page_id=PAGE), json=order)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["version"]["version_id"])

    def of(method: str, path: str, example: Any = None, **named: str) -> None:
        operation = told["paths"][path][method]
        for parameter in operation.get("parameters", ()):
            if parameter["name"] in named:
                parameter["example"] = named[parameter["name"]]
        if example is not None:
            operation["requestBody"]["content"]["application/json"]["example"] = example

    of("get", paths.SOP_VERSIONS, page_id=PAGE)
    of("post", paths.SOP_VERSIONS, order, page_id=PAGE)
    of("post", paths.SOP_MERGE, {"page": page, "base_version": base}, page_id=PAGE)
    keeper = {"keeper_id": lead.user_id, "review_by": "2030-01-01T00:00:00Z"}
    of("put", paths.SOP_KEEPER, keeper, page_id=PAGE)
    of("get", paths.SOP_VERSION, version_id=proposed(editor))
    for method, path, example in (
        ("put", paths.SOP_LINK, {"content_id": CONTENT_ID}),
        ("get", paths.SOP_LINK, None),
        ("post", paths.SOP_EXCHANGE, None),
    ):
        of(method, path, example, page_id=ALSO_THERE)
    of("get", paths.SOP_OLD, page_id=PAGE)
    of("post", paths.SOP_OURS, {"remote_version": 1}, page_id=ALSO_THERE)
    lead.session.put(paths.SOP_LINK.format(page_id=ALSO_THERE), json={"content_id": CONTENT_ID})
    draft = lead.session.post(paths.SOP_VERSIONS.format(page_id=PAGE), json=order | {"draft": True}).json()["version"]
    edited = order | {"expected": draft["digest"]}
    of("put", paths.SOP_VERSION, edited, version_id=draft["version_id"])
    of("post", paths.SOP_DRAFT_MERGE, {"page": page, "expected": draft["digest"]}, version_id=draft["version_id"])
    settled = {"approve": False, "reason": "Too short.", "reason_language": "en"}
    of("post", paths.SOP_DECISION, settled, version_id=proposed(editor))
    of("post", paths.SOP_WITHDRAWAL, version_id=proposed(lead.session))
