"""One page of the procedures: its versions, how the agent fares under each, what reviewers say, and Confluence."""

from PySide6.QtCore import QCoreApplication

from app.contract.feedback import FeedbackBrief, FeedbackCase
from app.contract.sop import ClauseRecord, SopLinkView, SopVersionView
from app.desktop.panels.sops.state import CONTRADICTION, LEAST_SHOWN, SopsState, clauses_of, kind_of
from app.desktop.panels.sops.words import figures, lists
from app.desktop.panels.sops.words.figures import NONE
from app.desktop.widgets import captions, formats
from app.desktop.widgets.figure import FigureWords
from app.desktop.widgets.page import Table
from app.desktop.widgets.record_list import Cell, Column
from app.domain.text import legible

translate = QCoreApplication.translate
LONGEST = 400


def title(state: SopsState) -> str:
    """The page in sight by its id and name."""
    page = state.opened
    if page is None:
        return state.open
    return f"{page.page.id} · {captions.pick(page.page.title)[0]}"


def facts(state: SopsState) -> list[tuple[str, str, bool]]:
    """(caption, value, whether it is data) of the page in sight."""
    page = state.opened
    if page is None:
        return []
    since = formats.date(page.since) if page.since is not None else translate("Sops", "as it came with the program")
    day = NONE
    if page.review_by is not None:
        words, _badge = figures.review_words(page.review_by, state.now_ms)
        day = f"{formats.date(page.review_by)} · {words}"
    return [
        (translate("Sops", "Version"), page.page.version, True),
        (translate("Sops", "In force since"), since, False),
        (translate("Sops", "For"), figures.types_words(page.page.case_types), False),
        (translate("Sops", "Answers for it"), page.keeper_name or translate("Sops", "nobody"), bool(page.keeper_name)),
        (translate("Sops", "Read through by"), day, False),
        (translate("Sops", "Clauses"), formats.count(len(page.page.clauses)), False),
    ]


# --- versions ---------------------------------------------------------------------------------------


def decisions_under(state: SopsState, version: str) -> int:
    """Decisions of the period that rest on a clause in this version."""
    rows = state.seen.coverage.clauses if state.seen is not None else ()
    return sum(one.right.n for one in rows if one.page_id == state.open and one.version == version)


def versions(state: SopsState) -> Table:
    columns = (
        Column(translate("Sops", "Version"), 0.0),
        Column(translate("Sops", "State"), 0.0),
        Column(translate("Sops", "Read"), 0.2),
        Column(translate("Sops", "Decisions"), 0.0, right=True),
        Column(translate("Sops", "What changes and why"), 1.0, gives=True),
        Column(translate("Sops", "From"), 0.3, gives=True),
        Column(translate("Sops", "Settled by"), 0.5, gives=True),
    )
    return columns, tuple(_version(state, one) for one in state.history or ())


def _version(state: SopsState, one: SopVersionView) -> tuple[Cell, ...]:
    words, badge = figures.standing_words(one.standing)
    who, name = figures.source_words(one)
    under = decisions_under(state, one.version)
    settled = NONE
    if one.decided_by is not None and one.reason:
        settled = one.reason
    elif one.decided_at is not None:
        settled = formats.day_time(one.decided_at)
    return (
        Cell(one.version, data=True, strong=True),
        Cell(words, badge=badge),
        Cell(figures.span_words(one), "muted"),
        Cell(formats.count(under) if under else NONE),
        Cell(one.note or NONE, data=bool(one.note)),
        Cell(who, data=name),
        Cell(settled, data=settled == one.reason),
    )


# --- figures ----------------------------------------------------------------------------------------


def records(state: SopsState) -> list[ClauseRecord]:
    rows = state.seen.coverage.clauses if state.seen is not None else ()
    return [one for one in rows if one.page_id == state.open]


def figure_cards(state: SopsState) -> tuple[FigureWords, ...]:
    rows = records(state)
    n, right = sum(one.right.n for one in rows), sum(one.right.k for one in rows)
    old = sum(one.old for one in rows)
    enough = n >= LEAST_SHOWN
    return (
        FigureWords(
            formats.count(n),
            translate("Sops", "decisions rest on this page"),
            lists.days_words(state.days),
        ),
        FigureWords(
            formats.percent(right / n) if enough else NONE,
            translate("Sops", "ROCA was right at the first pass"),
            figures.number_words(n),
            reason=""
            if enough
            else translate("Sops", "Withheld below {n} decisions.").format(n=formats.count(LEAST_SHOWN)),
        ),
        FigureWords(
            formats.count(old),
            translate("Sops", "decided under words no longer in force"),
            translate("Sops", "of {n} decisions").format(n=formats.count(n)),
            translate("Sops", "look again") if old else "",
            "escalate",
            translate("Sops", "The version that was read is kept with each decision."),
        ),
    )


def clauses(state: SopsState) -> Table:
    """The first pass under each clause, version by version, the older ones above."""
    columns = (
        Column(translate("Sops", "Clause"), 0.0),
        Column(translate("Sops", "Title"), 0.4, gives=True),
        Column(translate("Sops", "Version"), 0.0),
        Column(translate("Sops", "Right at the first pass"), 0.3),
        Column(translate("Sops", "Decisions"), 0.0, right=True),
        Column(translate("Sops", "Against the version before"), 0.4, gives=True),
        Column(translate("Sops", "Under old words"), 0.0, right=True),
    )
    rows: list[tuple[Cell, ...]] = []
    page = state.opened
    names = {one.n: captions.pick(one.title)[0] for one in page.page.clauses} if page is not None else {}
    order = {one.version: n for n, one in enumerate(reversed(state.history or ()))}
    found = sorted(records(state), key=lambda one: (_number(one.clause), order.get(one.version, -1), one.version))
    before: ClauseRecord | None = None
    for one in found:
        same = before if before is not None and before.clause == one.clause else None
        rows.append(
            (
                Cell(f"§{one.clause}", data=True, strong=True),
                Cell(names.get(one.clause, translate("Sops", "not in force any more")), data=one.clause in names),
                Cell(one.version, data=True),
                Cell(figures.share_words(one.right), "text" if one.right.n >= LEAST_SHOWN else "muted"),
                Cell(formats.count(one.right.n)),
                Cell(_against(same, one), "muted"),
                Cell(formats.count(one.old) if one.old else NONE),
            )
        )
        before = one
    return columns, tuple(rows)


def _against(before: ClauseRecord | None, one: ClauseRecord) -> str:
    """What may be said of a change: nothing before both sides have enough, and no difference inside the intervals."""
    if before is None:
        return NONE
    if min(before.right.n, one.right.n) < LEAST_SHOWN or before.right.value is None or one.right.value is None:
        return translate("Sops", "not yet known")
    points = formats.signed((one.right.value - before.right.value) * 100, 1)
    if one.right.low > before.right.high:
        return translate("Sops", "{points} points, better").format(points=points)
    if one.right.high < before.right.low:
        return translate("Sops", "{points} points, worse").format(points=points)
    return translate("Sops", "{points} points, may be chance").format(points=points)


def _number(clause: str) -> tuple[int, str]:
    return (int(clause) if clause.isascii() and clause.isdigit() else 10**9), clause


# --- flags ------------------------------------------------------------------------------------------


def flags(state: SopsState) -> Table:
    columns = (
        Column(translate("Sops", "Kind"), 0.0),
        Column(translate("Sops", "Clause"), 0.0),
        Column(translate("Sops", "What reviewers say"), 0.7, gives=True),
        Column(translate("Sops", "Case type"), 0.3),
        Column(translate("Sops", "Cases"), 0.0, right=True),
        Column(translate("Sops", "State"), 0.0),
        Column(translate("Sops", "Last"), 0.1),
        Column(translate("Sops", "What is being done"), 0.4, gives=True),
    )
    return columns, tuple(_flag(state, one) for one in state.flags_here)


def finding_words(state: str) -> tuple[str, str]:
    return {
        "open": (translate("Sops", "open"), "escalate"),
        "accepted": (translate("Sops", "accepted"), "accent"),
        "in_work": (translate("Sops", "in work"), "accent"),
        "shipped": (translate("Sops", "shipped"), "pass_"),
        "verified": (translate("Sops", "verified"), "pass_"),
        "dismissed": (translate("Sops", "dismissed"), "muted"),
        "merged": (translate("Sops", "merged"), "muted"),
        "split": (translate("Sops", "split"), "muted"),
    }.get(state, (state, "muted"))


def _flag(state: SopsState, one: FeedbackBrief) -> tuple[Cell, ...]:
    kind, tone = lists.kind_words(one.code or "", kind_of(one))
    words, data = captions.case_type(one.case_type)
    said, said_data = captions.code(one.code) if one.code else (NONE, False)
    stands, badge = finding_words(one.state)
    draft = state.draft_for(one.feedback_id)
    if kind_of(one) == CONTRADICTION and one.attribution is not None:
        clause = one.attribution.ref  # both, wherever they stand
    else:
        clause = " ".join(f"§{number}" for number in clauses_of(one, state.open))
    return (
        Cell(kind, badge=tone),
        Cell(clause or NONE, data=bool(clause)),
        Cell(one.title or said, data=bool(one.title) or said_data),
        Cell(words, data=data),
        Cell(formats.count(one.cases)),
        Cell(stands, badge=badge),
        Cell(formats.date(one.last_at), "muted"),
        Cell(f"{draft.page_id} {draft.version}" if draft is not None else NONE, data=draft is not None),
    )


def cases(state: SopsState) -> Table:
    columns = (
        Column(translate("Sops", "Case"), 0.0),
        Column(translate("Sops", "Decided"), 0.1),
        Column(translate("Sops", "Label"), 0.0),
        Column(translate("Sops", "Why"), 1.0, gives=True),
    )
    found = state.cases.cases if state.cases is not None else ()
    return columns, tuple(_case(one) for one in found)


def _case(one: FeedbackCase) -> tuple[Cell, ...]:
    return (
        Cell(one.case_id, data=True, strong=True),
        Cell(formats.day_time(one.decided_at), "muted"),
        Cell(one.label or NONE, data=one.label is not None),
        Cell(legible(one.rationale, LONGEST), data=True),
    )


# --- Confluence -------------------------------------------------------------------------------------


def link_words(link: SopLinkView) -> tuple[str, str, str]:
    """(state in a word or two, its colour, what it means and what to do next)"""
    return {
        "linked": (
            translate("Sops", "linked"), "muted",
            translate("Sops", "Nobody has looked there yet."),
        ),
        "in_step": (
            translate("Sops", "in step"), "pass_",
            translate("Sops", "Both sides say the same."),
        ),
        "renamed": (
            translate("Sops", "in step, renamed there"), "pass_",
            translate("Sops", "Both say the same. The page has another title there, which stays."),
        ),
        "pushed": (
            translate("Sops", "written there"), "pass_",
            translate("Sops", "Ours had changed and stands in Confluence now."),
        ),
        "pulled": (
            translate("Sops", "came from there"), "escalate",
            translate("Sops", "Theirs had changed. It waits as a proposed version until a lead approves it."),
        ),
        "conflict": (
            translate("Sops", "conflict"), "block",
            translate("Sops", "Both sides changed the same words. Nothing was written; put both together."),
        ),
        "foreign": (
            translate("Sops", "not written"), "escalate",
            translate(
                "Sops", "Writing would take away what is no text on their page. Take it out of the table there."
            ),
        ),
        "unreadable": (
            translate("Sops", "cannot be read"), "block",
            translate("Sops", "The table there does not have the shape it should. Mend it there; nothing was taken."),
        ),
        "gone": (
            translate("Sops", "gone there"), "block",
            translate("Sops", "The page was deleted there. Ours stands as it was; give it another place."),
        ),
        "unauthorised": (
            translate("Sops", "not let in"), "block",
            translate("Sops", "Confluence does not take our key any more. Ask your administrator for a new one."),
        ),
        "forbidden": (
            translate("Sops", "not allowed there"), "block",
            translate("Sops", "Our key may not read or write this page. Ask who keeps it there."),
        ),
        "stale": (
            translate("Sops", "changed meanwhile"), "escalate",
            translate("Sops", "Somebody wrote there at the same moment. Nothing was overwritten; it is tried again."),
        ),
        "busy": (
            translate("Sops", "asks to wait"), "escalate",
            translate("Sops", "Confluence asks to wait. It is looked at again by itself."),
        ),
        "unavailable": (
            translate("Sops", "not ready"), "escalate",
            translate("Sops", "Confluence is not ready. It is looked at again by itself."),
        ),
        "no_answer": (
            translate("Sops", "no answer"), "escalate",
            translate("Sops", "Confluence does not answer. It is looked at again by itself."),
        ),
        "refused": (
            translate("Sops", "refused there"), "block",
            translate("Sops", "Confluence refused what we sent. Nothing is changed on either side."),
        ),
        "redirected": (
            translate("Sops", "sent elsewhere"), "block",
            translate("Sops", "Something other than Confluence answered. Ask your administrator."),
        ),
    }.get(link.state, (link.state, "muted", ""))  # fmt: skip


def link_facts(state: SopsState) -> list[tuple[str, str, bool]]:
    link = state.link
    if link is None:
        return []
    return [
        (translate("Sops", "Title there"), legible(link.title, 120) or NONE, True),
        (translate("Sops", "Number of the page"), link.content_id, True),
        (
            translate("Sops", "Version there"),
            formats.count(link.remote_version) if link.remote_version else NONE,
            False,
        ),
        (translate("Sops", "Looked at"), formats.date_time(link.looked_at), False),
        (translate("Sops", "Looked at again"), formats.date_time(link.again_at), False),
    ]


def found_words(link: SopLinkView) -> str:
    """What stands in the way there, by name, as plain text."""
    if not link.found:
        return ""
    joint = "、" if formats.language() == "zh" else ", "
    named = joint.join(legible(one, 120) for one in link.found[:20])
    return translate("Sops", "Found there: {what}").format(what=named)


def version_facts(one: SopVersionView) -> list[tuple[str, str, bool]]:
    """A version's own facts, over what it changes."""
    who, name = figures.source_words(one)
    rows = [
        (translate("Sops", "State"), figures.standing_words(one.standing)[0], False),
        (translate("Sops", "From"), who, name),
        (translate("Sops", "Read"), figures.span_words(one), False),
    ]
    if one.note:
        rows.append((translate("Sops", "What changes and why"), one.note, True))
    if one.reason:
        rows.append((translate("Sops", "Said when it was settled"), one.reason, True))
    return rows
