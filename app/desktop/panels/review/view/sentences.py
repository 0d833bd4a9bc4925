"""Sentences that the decision area and the sheets share."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.desktop.widgets import captions
from app.domain.snippet import Snippet

translate = QCoreApplication.translate
MOST_KEYS = 5


def personal_line(marks: tuple[tuple[str, bool], ...]) -> str:
    """(kind, refused) in words: what must go first."""
    refused = list(dict.fromkeys(captions.personal_data(kind)[0] for kind, must in marks if must))
    doubtful = list(dict.fromkeys(captions.personal_data(kind)[0] for kind, must in marks if not must))
    comma = translate("Sheets", ", ")
    if refused:
        return translate("Sheets", "Take this out: {kinds}").format(kinds=comma.join(refused))
    if doubtful:
        return translate("Sheets", "This looks like personal data: {kinds}").format(kinds=comma.join(doubtful))
    return ""


def route_words(route: str, why: str) -> str:
    """The suggested route with its reason, as one sentence."""
    reason = captions.route_reason(why)[0]
    if not route:
        return translate("Sheets", "No route: {why}.").format(why=reason)
    return translate("Sheets", "Route {route}: {why}.").format(route=captions.route(route)[0], why=reason)


def snippets_offered(found: Sequence[Snippet], language: str) -> str:
    """What Tab or a space puts in behind a slash: the one phrase that is left, or the keys there are; "" for none."""
    if not found:
        return ""
    if len(found) == 1:
        text = translate("Sheets", "/{key}, then Tab: {phrase}")
        return text.format(key=found[0].key, phrase=found[0].text.in_language(language)[0])
    keys = "  ".join(f"/{one.key}" for one in found[:MOST_KEYS])
    return translate("Sheets", "{keys}, then Tab").format(keys=keys)
