"""Texts of pages side by side: two languages, two versions, three sides of a clash; and fields to write them in."""

from collections import Counter
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QCoreApplication

from app.contract.sop import SopLinkView
from app.desktop.panels.sops.state import OURS, THEIRS, DiffState, EditState, Fault, MergeState
from app.desktop.panels.sops.words.figures import NONE
from app.desktop.ports.sops import SopDraft, WrittenClause
from app.desktop.widgets import formats, reasons
from app.desktop.widgets.column_list import ColumnRow, Text
from app.desktop.widgets.record_list import Cell, Column
from app.desktop.widgets.runs import Run
from app.desktop.widgets.tokens import Type
from app.domain.catalogue import SopPage
from app.domain.sop import Run as Piece
from app.domain.sop import SopChange, runs, texts
from app.domain.sop_merge import Clash
from app.domain.text import Bilingual, legible

translate = QCoreApplication.translate
LONGEST = 4_000
THIN = "\u2009"
LEAST_COMMON = 4
"""Signs; less than that between two changes is left out of what both texts share."""
NAMES = {"en": "English", "zh": "中文"}


def languages() -> tuple[str, str]:
    """The one of the window first."""
    return ("zh", "en") if formats.language() == "zh" else ("en", "zh")


def captions_of() -> tuple[str, str]:
    first, second = languages()
    return NAMES[first], NAMES[second]


def _side(text: Bilingual, language: str) -> str:
    return legible(getattr(text, language) or "", LONGEST) or NONE


def clauses(page: SopPage, flagged: Counter[str] | None = None) -> tuple[ColumnRow, ...]:
    """A page to be read, clause by clause in both languages; `flagged` counts findings about each."""
    rows = []
    for one in page.clauses:
        cells = tuple(
            (
                Run(_side(one.title, language), "text", Type.STRONG, True),
                Run("\n" + _side(one.text, language), data=True),
            )
            for language in languages()
        )
        many = flagged[one.n] if flagged is not None else 0
        badge = translate("Sops", "%n flagged", "", many) if many else ""
        rows.append(ColumnRow(f"§{one.n}", cells, True, badge, "escalate"))
    return tuple(rows)


# --- differences ------------------------------------------------------------------------------------


def pieces(found: Iterable[Piece]) -> Text:
    """What is gone struck out and what is new underlined, besides their colours. What stands elsewhere in both texts
    by chance is no common part: a sentence written anew is shown as one that is gone and one that is new."""
    shown: list[Run] = []
    for gone, new, same in _blocks([(one.op, legible(one.text, LONGEST)) for one in found]):
        if gone:
            shown.append(Run(gone, "block", None, True, line="through"))
        if gone and new:
            shown.append(Run(THIN))
        if new:
            shown.append(Run(new, "pass_", None, True, line="under"))
        if same:
            shown.append(Run(same, data=True))
    return tuple(shown)


def _blocks(found: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """(gone, new, same) one after another; a common part of a few signs between two changes belongs to both."""
    before, after = ("".join(text for op, text in found if op != side) for side in ("new", "gone"))
    common = sum(len(text) for op, text in found if op == "same")
    if before and after and common * 2 < max(len(before), len(after)):
        return [(before, after, "")]
    blocks: list[tuple[str, str, str]] = []
    gone = new = ""
    for at, (op, text) in enumerate(found):
        if op == "gone":
            gone += text
        elif op == "new":
            new += text
        elif (gone or new) and at + 1 < len(found) and len(text) < LEAST_COMMON:
            gone, new = gone + text, new + text
        else:
            blocks.append((gone, new, text))
            gone = new = ""
    return [*blocks, (gone, new, "")] if gone or new else blocks


def kind_words(kind: str) -> tuple[str, str]:
    return {
        "added": (translate("Sops", "new"), "pass_"),
        "removed": (translate("Sops", "taken out"), "block"),
        "changed": (translate("Sops", "changed"), "accent"),
        "moved": (translate("Sops", "stands elsewhere"), "muted"),
    }.get(kind, (kind, "muted"))


def differences(diff: DiffState) -> tuple[ColumnRow, ...]:
    """Clause by clause what a reader of the one has to learn; the whole page where there was none before."""
    if diff.old is None:
        word, tone = kind_words("added")
        return tuple(row._replace(badge=word, tone=tone) for row in clauses(diff.new))
    rows: list[ColumnRow] = []
    done: set[tuple[str | None, str]] = set()
    for change in diff.changes:
        if (change.clause, change.kind.value) not in done:
            done.add((change.clause, change.kind.value))
            rows.append(_difference(diff.old, diff.new, change, diff.changes))
    return tuple(rows)


def _difference(old: SopPage, new: SopPage, change: SopChange, changes: Sequence[SopChange]) -> ColumnRow:
    word, tone = kind_words(change.kind.value)
    before, after = texts(old), texts(new)
    heading = f"§{change.clause}" if change.clause is not None else translate("Sops", "The page itself")
    fields = ("title", "text") if change.clause is not None else ("title",)
    cells = []
    for language in languages():
        cell: list[Run] = []
        for field in fields:
            place = (change.clause, f"{field}.{language}")
            # A clause that only stands elsewhere says what it said.
            changed = change.kind.value != "moved"
            was, now = (before if changed else after).get(place, ""), after.get(place, "")
            shown = pieces(runs(was, now))
            cell += [Run("\n")] if cell and shown else []
            cell += shown
        cells.append(tuple(cell) or (Run(NONE, "muted"),))
    if change.clause is None and any(one.field == "case_types" for one in changes if one.clause is None):
        kinds = translate("Sops", "For: {before} → {after}").format(
            before=", ".join(old.case_types), after=", ".join(new.case_types)
        )
        cells = [(*cell, Run("\n" + kinds, "muted", None, True)) for cell in cells]
    return ColumnRow(heading, tuple(cells), change.clause is not None, word, tone)


def live_difference(draft: SopDraft, row: int) -> tuple[Text, Text] | None:
    """What the clause in the editor changes against the one it was written from, in both languages."""
    if draft.base is None or not 0 <= row <= len(draft.text.clauses):
        return None
    before = texts(draft.base)
    number = draft.text.clauses[row - 1].n if row else None
    if number is not None and (number, "text.en") not in before:
        return None
    found = []
    for language in languages():
        cell: list[Run] = []
        for field in ("title", "text") if row else ("title",):
            part = draft.text.clauses[row - 1] if row else draft.text
            was, now = before[number, f"{field}.{language}"], getattr(part, f"{field}_{language}")
            shown = pieces(runs(was, now))
            cell += [Run("\n")] if cell and shown else []
            cell += shown
        found.append(tuple(cell))
    return found[0], found[1]


# --- the editor -------------------------------------------------------------------------------------


def rows_of(edit: EditState) -> tuple[tuple[Column, ...], tuple[tuple[Cell, ...], ...]]:
    """The page and its clauses, to choose the one that is written."""
    columns = (
        Column(translate("Sops", "Clause"), 0.0, 40),
        Column(translate("Sops", "Title"), 1.0, gives=True),
        Column(translate("Sops", "State"), 0.0),
    )
    language = languages()[0]
    text = edit.draft.text
    first = getattr(text, f"title_{language}") or text.title_en or text.title_zh
    rows = [(Cell(translate("Sops", "Page")), Cell(first or NONE, data=True), _stand(edit, 0))]
    for number, one in enumerate(text.clauses, 1):
        words = getattr(one, f"title_{language}") or one.title_en or one.title_zh
        rows.append((Cell(f"§{one.n}", data=True), Cell(words or NONE, data=True), _stand(edit, number)))
    return columns, tuple(rows)


def _stand(edit: EditState, row: int) -> Cell:
    """How far a clause is: what lacks, or what became of it."""
    if any(one.row == row for one in edit.faults):
        return Cell(translate("Sops", "to mend"), badge="block")
    text, base = edit.draft.text, edit.draft.base
    fields = ("title_en", "title_zh") if row == 0 else ("title_en", "title_zh", "text_en", "text_zh")
    part = text.clauses[row - 1] if row else text
    lacks = [name for name in fields if not getattr(part, name).strip()]
    if lacks:
        one = {name[-2:] for name in lacks}
        if one == {"zh"}:
            return Cell(translate("Sops", "Chinese missing"), badge="escalate")
        if one == {"en"}:
            return Cell(translate("Sops", "English missing"), badge="escalate")
        return Cell(translate("Sops", "to be written"), badge="escalate")
    if base is None:
        return Cell(translate("Sops", "new"), badge="pass_")
    before = texts(base)
    number = text.clauses[row - 1].n if row else None
    if number is not None and (number, "text.en") not in before:
        return Cell(translate("Sops", "new"), badge="pass_")
    if any(before[number, name.replace("_", ".")] != getattr(part, name) for name in fields):
        return Cell(translate("Sops", "changed"), badge="accent")
    return Cell(translate("Sops", "as it was"), "muted")


def field_words(field: str) -> str:
    return {
        "title_en": translate("Sops", "Title in English"),
        "title_zh": translate("Sops", "Title in Chinese"),
        "text_en": translate("Sops", "Text in English"),
        "text_zh": translate("Sops", "Text in Chinese"),
        "case_types": translate("Sops", "Case types"),
    }.get(field, "")


def heading_of(edit: EditState) -> str:
    if edit.row == 0:
        return translate("Sops", "The page itself")
    clause: WrittenClause = edit.draft.text.clauses[edit.row - 1]
    return f"§{clause.n}"


def fault_words(edit: EditState) -> str:
    """What is in the way, and where."""
    if not edit.problem:
        return ""
    first = next((one for one in edit.faults if one.code == edit.problem), None)
    words = why(edit.problem, first.most if first is not None else 0)
    place = _place(edit, first) if first is not None else ""
    rest = len(edit.faults) - 1
    more = translate("Sops", "%n more to mend.", "", rest) if rest > 0 else ""
    return formats.together(f"{place}: {words}" if place else words, more)


def _place(edit: EditState, fault: Fault) -> str:
    clauses = edit.draft.text.clauses
    where = f"§{clauses[fault.row - 1].n}" if 1 <= fault.row <= len(clauses) else ""
    return " · ".join(part for part in (where, field_words(fault.field)) if part)


def why(code: str, most: int = 0) -> str:
    """What stands in the way of what somebody writes or sends."""
    own = {
        "sop_language_missing": translate(
            "Sops", "Write it in both languages: people who read one alone decide alike."
        ),
        "sop_unchanged": translate("Sops", "Nothing is changed yet: there would be nothing to approve."),
        "sop_page_id": translate("Sops", "Write an id of letters and a number, such as ATO-15."),
        "sop_case_types": translate("Sops", "Choose for which case types it is."),
        "sop_clauses": translate("Sops", "A page has 1 to 100 clauses."),
        "sop_clause_number": translate("Sops", "A clause has a number from 1 to 999."),
        "sop_clause_twice": translate("Sops", "This number is there twice."),
        "sop_clause_given": translate(
            "Sops",
            "This number was another clause's once; old decisions refer to it. Take the clause out, add it anew.",
        ),
        "case_type_unknown": translate("Sops", "The server does not know this case type."),
        "too_long": translate("Sops", "At most {most} characters").format(most=formats.count(most or LONGEST)),
        "characters": translate("Sops", "It holds characters that cannot be shown. Write it again."),
        "personal_data": translate("Sops", "Take the personal data out: pages are read by everybody."),
        "page_known": translate("Sops", "There is a page with this id already. Open it instead."),
        "words_required": translate("Sops", "Write a sentence: it is what the other side reads."),
        "note_too_long": translate("Sops", "At most 500 characters."),
        "ours_by_lead": translate(
            "Sops", "A lead keeps ours in Confluence: theirs would go. Choose theirs somewhere, or ask a lead."
        ),
        "outcome_required": translate("Sops", "Choose whether it comes into force."),
        "day_wrong": translate("Sops", "Write the day as 2027-01-31."),
        "day_required": translate("Sops", "Write by which day it is to be read through."),
        "keeper_required": translate("Sops", "Choose who answers for it."),
        "not_an_editor": translate("Sops", "This person does not write procedures. Choose somebody who does."),
        "content_wrong": translate("Sops", "Write the number of the page there, or its whole address."),
        "linked_already": translate("Sops", "Another page lies there already. Choose another place."),
        "page_required": translate("Sops", "Choose the page."),
        "clause_required": translate("Sops", "Choose the clause, or a new one."),
        "not_route_c": translate("Sops", "This finding is not for the procedures. Give it route C in Feedback first."),
        "choose_each": translate("Sops", "Choose a side for this one as well."),
        "gone": translate("Sops", "There is no such page in Confluence."),
        "unauthorised": translate("Sops", "Confluence does not take our key any more. Ask your administrator."),
    }.get(code, "")
    if own:
        return own
    known = reasons.why_not(code)
    return known if known != reasons.other(code) else reasons.problem(code)


# --- three sides ------------------------------------------------------------------------------------


def merge_captions(merge: MergeState) -> tuple[str, str, str]:
    base = translate("Sops", "What both began with")
    return {
        "draft": (base, translate("Sops", "What you wrote here"), translate("Sops", "Written at your other seat")),
        "confluence": (base, translate("Sops", "In force here"), translate("Sops", "In Confluence")),
    }.get(merge.kind, (base, translate("Sops", "What you wrote"), translate("Sops", "In force by now")))


def clash_rows(merge: MergeState) -> tuple[ColumnRow, ...]:
    return tuple(_clash(clash, choice) for clash, choice in zip(merge.clashes, merge.choices, strict=True))


def _clash(clash: Clash, choice: str) -> ColumnRow:
    base = legible(clash.base or "", LONGEST)
    nothing = translate("Sops", "taken out")

    def side(text: str | None) -> Text:
        if text is None:
            return (Run(nothing, "muted"),)
        return pieces(runs(base, text)) or (Run(NONE, "muted"),)

    first: Text = (Run(base or NONE, "muted", None, True),)
    badge, tone = {
        OURS: (translate("Sops", "yours chosen"), "accent"),
        THEIRS: (translate("Sops", "theirs chosen"), "accent"),
    }.get(choice, (translate("Sops", "to be chosen"), "escalate"))
    picked = {OURS: 1, THEIRS: 2}.get(choice, -1)
    return ColumnRow(clash_words(clash), (first, side(clash.ours), side(clash.theirs)), False, badge, tone, picked)


def clash_words(clash: Clash) -> str:
    """What both sides changed."""
    where = f"§{clash.clause}" if clash.clause is not None else translate("Sops", "The page itself")
    what = {
        "order": translate("Sops", "the order of the clauses"),
        "case_types": translate("Sops", "the case types"),
        "removed": translate("Sops", "taken out on one side"),
    }.get(clash.kind) or field_words((clash.field or "").replace(".", "_"))
    return f"{where} · {what}"


def conflict(link: SopLinkView) -> tuple[tuple[str, str, str], tuple[ColumnRow, ...]]:
    """What this house and Confluence both changed, to be read before anybody chooses."""
    shown = MergeState("confluence", link.page_id, link.ours, link.clashes, ("",) * len(link.clashes), "")  # type: ignore[arg-type]
    rows = tuple(row._replace(badge="") for row in clash_rows(shown))
    return merge_captions(shown), rows
