"""What of a case holds the words that a person looks for."""

from app.contract.views import CaseView, EvidenceView
from app.desktop.panels.review.state import StandsIn
from app.domain.find_words import Wanted, asked, keys_of, texts_within, words_of


def stands_in(view: CaseView, find: str) -> StandsIn | None:
    """Where the words of `find` stand inside a case; None where it does not hold all of them."""
    wanted = asked(find)
    if not wanted:
        return None
    pieces = [(piece, _keys(piece)) for piece in view.evidence]
    subject, steps = _of(view.subject), set[str]()
    if view.assessment is not None:
        said = [(step.statement.en, step.statement.zh, step.sop_ref) for step in view.assessment.steps]
        steps = _of([said, [(text.en, text.zh) for text in view.assessment.not_checked]])
    whole = set[str]().union(subject, steps, *(keys for _, keys in pieces))
    if not all(one.found_in(whole) for one in wanted):
        return None
    return StandsIn(
        tuple(piece.title for piece, keys in pieces if _any(wanted, keys)), _any(wanted, steps), _any(wanted, subject)
    )


def _any(wanted: tuple[Wanted, ...], keys: set[str]) -> bool:
    return any(one.found_in(keys) for one in wanted)


def _keys(piece: EvidenceView) -> set[str]:
    return _of([piece.fields, piece.rows])


def _of(value: object) -> set[str]:
    return keys_of(set[str]().union(*map(words_of, texts_within(value))))
