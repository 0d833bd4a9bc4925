"""One change of a draft and what follows from it: pure, the draft goes in and another comes out."""

import msgspec

from app.desktop.panels.review.presenter.offer import Offer
from app.desktop.ports import OpenCase, ReviewDraft, StepMark
from app.domain.root_cause import Code


def with_code(offer: Offer, opened: OpenCase | None, draft: ReviewDraft, code: Code) -> ReviewDraft:
    """The code, attributed to what it is likeliest about, on the route that is suggested for both."""
    choices = offer.attributions(opened, code)
    chosen = offer.likeliest(opened, draft, code, choices)
    found = msgspec.structs.replace(
        draft,
        code=code.code,
        attribution_kind=chosen.kind if chosen else None,
        attribution_ref=chosen.ref if chosen else None,
    )
    return msgspec.structs.replace(found, route=_route_for(offer, opened, found))


def rerouted(offer: Offer, opened: OpenCase | None, before: ReviewDraft, after: ReviewDraft) -> ReviewDraft:
    """The route follows what is suggested until the person chooses another."""
    if before.route != _route_for(offer, opened, before):
        return after
    return msgspec.structs.replace(after, route=_route_for(offer, opened, after))


def with_step(draft: ReviewDraft, n: int, verdict: str | None, kind: str | None) -> ReviewDraft:
    """✓ or ✗ on a step, or neither; `kind` says what is wrong with it."""
    kept = [mark for mark in draft.steps if mark.n != n]
    if verdict is not None:
        kept.append(StepMark(n, verdict, kind if verdict == "wrong" else None))
    return msgspec.structs.replace(draft, steps=tuple(sorted(kept, key=lambda mark: mark.n)))


def _route_for(offer: Offer, opened: OpenCase | None, draft: ReviewDraft) -> str | None:
    found = offer.suggestion(opened.view, draft) if opened is not None else None
    return str(found.route) if found is not None and found.route is not None else None
