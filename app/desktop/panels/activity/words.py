"""What became of something that was sent, in plain words: what it is, what happened, what to do."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QCoreApplication

from app.contract.catalogue import catalogue
from app.desktop.panels.activity import versions
from app.desktop.panels.activity.state import RoomState
from app.desktop.ports import ActivityRow, MissingWork, SeenChange
from app.desktop.widgets import captions, formats, reasons
from app.domain.number_ranges import Ranges
from app.domain.procedures import OLDER_CLAUSE

translate = QCoreApplication.translate
REVIEW = "review.submit"
AGAIN = frozenset({"stale_evidence", "must_escalate"})
"""Conflicts and refusals after which the same case waits for a new decision of the same person."""
_MOST = 2**31 - 1  # that Qt can count
_NOT_ABOUT_WHO = AGAIN | {"case_withdrawn"}


def moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


def what(row: ActivityRow) -> str:
    """One line: what kind of thing, and its outcome in short."""
    if row.command_type == "command.withdrawn" or row.state == "withdrawn":
        return translate("Activity", "Taken back before it was sent")
    if row.command_type != REVIEW:
        return captions.command(row.command_type)[0]
    if row.decision == "escalate":
        return translate("Activity", "Escalation")
    # By the word on the button that was pressed, where the type of the case is known.
    decision = captions.verb(row.case_type or "", row.decision or "")
    if row.label:
        text = translate("Activity", "Review · {decision} · {label}")
        return text.format(decision=decision, label=row.label)
    return translate("Activity", "Review · {decision}").format(decision=decision)


def missing(work: MissingWork) -> str:
    """What of the person's work is gone, when it was done, and what to do."""
    return formats.together(
        *(_gone(text, numbers, work) for text, numbers in ((_lost, work.numbers), (_unasked, work.unasked)) if numbers)
    )


def _gone(text: Callable[[int], str], numbers: Ranges, work: MissingWork) -> str:
    many = min(sum(last - first + 1 for first, last in numbers), _MOST)
    return text(many).format(numbers=formats.ranges(numbers), when=_when(work))


def _lost(many: int) -> str:
    return translate(
        "Activity",
        "%n pieces of your work are gone from this computer and did not take effect (numbers {numbers}; {when})."
        " Look whether your cases of that time are decided, and decide again those that are not.",
        "",
        many,
    )


def _unasked(many: int) -> str:
    return translate(
        "Activity",
        "%n pieces of your work are gone from this computer (numbers {numbers}; {when}). With the next connection"
        " the server is asked which of them it has.",
        "",
        many,
    )


def _when(work: MissingWork) -> str:
    since, until = (None if ms is None else formats.day_time(moment(ms)) for ms in (work.since, work.until))
    if since and until:
        return translate("Activity", "made between {since} and {until}").format(since=since, until=until)
    if since:
        return translate("Activity", "made after {since}").format(since=since)
    if until:
        return translate("Activity", "made before {until}").format(until=until)
    return translate("Activity", "it is not known when")


def next_step(row: ActivityRow, state: RoomState) -> str:
    """What happens next, or what came of it."""
    match row.state:
        case "waiting" if row.command_id == last_waiting(state):
            return translate("Activity", "Z takes it back")
        case "waiting":
            return translate("Activity", "goes out by itself")
        case "pending" if state.offline:
            return translate("Activity", "goes out with the next connection")
        case "pending" if row.attempts:
            return translate("Activity", "tried %n times, is tried again by itself", "", row.attempts)
        case "pending" | "sending":
            return translate("Activity", "goes out now")
        case "applied":
            return _came_of(row)
        case "withdrawn":
            return translate("Activity", "nothing was sent")
        case "parked":
            return reasons.problem(row.problem or "foreign_author")
        case _ if row.needs_attention:
            return translate("Activity", "see above")
        case "conflict" if row.standing == "concurring" and row.own_seat:
            return translate("Activity", "you decided the same on your other workstation")
        case "conflict" if row.standing == "concurring":
            return translate("Activity", "somebody decided the same; both count")
        case _:
            return reasons.problem(row.problem or "unexpected")


def _came_of(row: ActivityRow) -> str:
    """What came of something that arrived."""
    if "concurring" in row.flags or row.problem == "concurring":
        if row.own_seat:
            return translate("Activity", "you had decided the same on your other workstation")
        return translate("Activity", "somebody decided the same before; both count")
    if row.decision == "escalate":
        if 0 < row.ended < len(row.group):
            text = translate("Activity", "{n} of {all} decided; the others wait for a senior agent or team lead")
            return text.format(n=formats.count(row.ended), all=formats.count(len(row.group)))
        if row.theirs is not None and len(row.group) < 2:
            return _verdict_from_above(row)
        if row.ended or row.case_state not in (None, "escalated"):
            return translate("Activity", "decided by a senior agent or team lead")
        return translate("Activity", "waits for a senior agent or team lead")
    said = translate("Activity", "in force")
    if "late" in row.flags:
        said = translate("Activity", "in force; sent after the reservation had ended")
    elif "restored" in row.flags:
        said = translate("Activity", "in force again, after the server was restored from a backup")
    if OLDER_CLAUSE in row.flags:
        said += translate("Activity", "; ") + _older_clause(row)
    if row.beside:
        said += translate("Activity", "; ") + translate("Activity", "%n other reviews came later", "", row.beside)
    return said


def _verdict_from_above(row: ActivityRow) -> str:
    """What came of an escalation: the decision, its label, and its reasons where this person may read them."""
    told = row.theirs or {}
    decision = captions.verb(row.case_type or "", str(told.get("decision") or ""))
    if told.get("label"):
        decision = translate("Activity", "{decision} · {label}").format(decision=decision, label=told["label"])
    reasons_given = str(told.get("rationale") or "")
    if not reasons_given:
        return translate("Activity", "decided by a senior agent or team lead: {decision}").format(decision=decision)
    text = translate("Activity", "decided by a senior agent or team lead: {decision}. “{reasons}”")
    return text.format(decision=decision, reasons=reasons_given)


def _older_clause(row: ActivityRow) -> str:
    """That another version of the page was in force when the review arrived than the one it rests on."""
    clause = f"{row.mine.get('sop_page')} §{row.mine.get('sop_clause')}"
    text = translate("Activity", "rests on {clause} in version {version}, which was in force no more")
    return text.format(clause=clause, version=row.mine.get("sop_version"))


def last_waiting(state: RoomState) -> str | None:
    """The newest command whose undo window is open: the one that the key takes back."""
    waiting = [row for row in state.activity.rows if row.state == "waiting"]
    return max(waiting, key=lambda row: row.command_seq).command_id if waiting else None


def title(row: ActivityRow) -> str:
    """Of what a card tells: the case (of a packet: by its keyed name), its type, and what was sent where that was no
    review."""
    kind = captions.case_type(row.case_type)[0] if row.case_type else ""
    sent = what(row) if row.command_type != REVIEW else ""
    return " · ".join(part for part in (row.case_id or str(row.mine.get("ref") or ""), kind, sent) if part)


def mine(row: ActivityRow) -> dict[str, Any]:
    """The own version, with the label that followed from it."""
    return {**row.mine, "label": row.label} if row.command_type == REVIEW else row.mine


def said(row: ActivityRow, fields: Mapping[str, Any], case_type: str, name: str) -> str:
    """The words of one version: of a review its rationale, of anything else all that can be read of it."""
    if row.command_type == REVIEW:
        return str(fields.get("rationale") or "")
    return versions.lines(fields, case_type, name)


def badge(row: ActivityRow) -> tuple[str, str]:
    """What happened, in two or three words, and the colour of its badge."""
    if row.command_type != REVIEW:
        return _badge_of_other(row)
    if row.problem == "lease_lost" and row.standing == "concurring":
        return translate("Activity", "decided the same"), "pass_"
    if row.problem == "lease_lost" and row.theirs is not None:
        return translate("Activity", "decided differently"), "escalate"
    own = {
        "contested": (translate("Activity", "you decided differently elsewhere"), "escalate"),
        "lease_lost": (translate("Activity", "reserved by you elsewhere"), "escalate"),
        "": (translate("Activity", "decided by you elsewhere"), "escalate"),
    }
    if row.own_seat and row.state == "conflict" and row.problem not in _NOT_ABOUT_WHO:
        return own.get(row.problem or "", own[""])
    texts = {
        "contested": (translate("Activity", "somebody else decided differently"), "escalate"),
        "lease_lost": (translate("Activity", "reserved by somebody else meanwhile"), "escalate"),
        "case_withdrawn": (translate("Activity", "the case was withdrawn"), "muted"),
        "stale_evidence": (translate("Activity", "the evidence changed meanwhile"), "escalate"),
        "must_escalate": (translate("Activity", "two people decide this one"), "key"),
        "already_escalated": (translate("Activity", "the case was escalated already"), "muted"),
        "not_yours_to_resolve": (translate("Activity", "another, senior person decides"), "escalate"),
    }
    return texts.get(row.problem or "") or (
        (translate("Activity", "refused by the server"), "block")
        if row.state != "conflict"
        else (translate("Activity", "decided by somebody else meanwhile"), "escalate")
    )


def _badge_of_other(row: ActivityRow) -> tuple[str, str]:
    """Of something that was no review."""
    texts = {
        "feedback_changed": (translate("Activity", "changed by somebody else meanwhile"), "escalate"),
        "session_closed": (translate("Activity", "the session has ended"), "escalate"),
        "case_closed": (translate("Activity", "the case was decided already"), "escalate"),
        "case_withdrawn": (translate("Activity", "the case was withdrawn"), "muted"),
    }
    if row.problem in texts:
        return texts[row.problem]
    if row.state == "conflict":
        return translate("Activity", "settled otherwise meanwhile"), "escalate"
    if row.state == "parked":
        return translate("Activity", "not sent"), "escalate"
    return translate("Activity", "refused by the server"), "block"


def _happened_to_other(row: ActivityRow) -> str:
    """What became of something that was no review; its words stay readable on the card."""
    match row.problem:
        case "feedback_changed":
            return translate(
                "Activity",
                "Somebody else changed the same of this finding after you had read it. Theirs stands, yours was not "
                "put in force. Read the finding again in Feedback, and change it anew if you still want to.",
            )
        case "case_closed":
            return translate(
                "Activity",
                "The case was decided before this arrived, so nothing was changed. What you wrote stands here until "
                "you have read it.",
            )
        case "case_withdrawn":
            return translate(
                "Activity",
                "The case was withdrawn before this arrived, so nothing was changed. What you wrote stands here until "
                "you have read it.",
            )
    return reasons.problem(row.problem or "unexpected")


def happened(row: ActivityRow) -> str:
    """What happened, what was kept, and what to do, in a few sentences."""
    if row.command_type != REVIEW:
        return _happened_to_other(row)
    match row.problem:
        case "lease_lost" | "contested" if row.own_seat:
            return _happened_elsewhere(row)
        case "contested":
            return translate(
                "Activity",
                "Your review arrived after another decision was in force, and differs from it. Theirs stands for now, "
                "yours is kept beside it. A lead settles it; nothing for you to do.",
            )
        case "lease_lost" if row.standing == "concurring":
            return translate(
                "Activity",
                "Your reservation had ended and somebody else decided the case, the same as you. Both count; nothing "
                "for you to do.",
            )
        case "lease_lost" if row.theirs is not None:
            return translate(
                "Activity",
                "Your reservation had ended and somebody else decided the case differently. Theirs stands for now, "
                "yours is kept beside it. A lead settles it; nothing for you to do.",
            )
        case "lease_lost":
            return translate(
                "Activity",
                "Your reservation had ended and somebody else has the case now. Your review is kept, and they do not "
                "learn of it before they have decided. If both say the same, both count; if not, a lead settles it.",
            )
        case "case_withdrawn":
            return translate(
                "Activity",
                "The case was withdrawn before your review arrived. It counts as work done and not towards accuracy; "
                "its words are not kept on the server. Nothing for you to do.",
            )
        case "stale_evidence":
            return translate(
                "Activity",
                "The case changed after you read it, so your review was kept and not put in force. Open it again: your "
                "review is a draft there. Look at what changed, then send it anew.",
            )
        case "must_escalate":
            return translate(
                "Activity",
                "This is a Key User case, which one person cannot close. Nothing was put in force. Open it again: your "
                "reasons are in the draft of an escalation.",
            )
    return reasons.problem(row.problem or "unexpected")


def _happened_elsewhere(row: ActivityRow) -> str:
    """The same person was at the same case on two workstations."""
    if row.standing == "concurring":
        return translate(
            "Activity",
            "You had decided this case on your other workstation already, and the same. Nothing for you to do.",
        )
    if row.theirs is not None:
        return translate(
            "Activity",
            "You had decided this case on your other workstation already, and differently. What you decided there "
            "stands for now, this review is kept beside it. A lead settles it; nothing for you to do.",
        )
    return translate(
        "Activity",
        "You reserved this case on your other workstation, so the reservation here ended. Your review is kept and was "
        "not put in force. Decide the case there, or give it back there and open it here again.",
    )


def again_button(row: ActivityRow) -> str:
    """What the button says that opens the case with the draft."""
    if row.problem == "must_escalate":
        return translate("Activity", "Open it to escalate")
    if row.problem == "stale_evidence":
        return translate("Activity", "Open it again")
    return translate("Activity", "Make it a draft again")


def may_again(row: ActivityRow) -> bool:
    """Whether the review can become a draft again: where it was refused, or where the case waits for a new one."""
    if row.command_type != REVIEW:
        return False
    return row.state != "conflict" or row.problem in AGAIN


def changes(row: ActivityRow) -> str:
    """What is otherwise in the case than when the review was written, a line each; "" where nothing is known."""
    return "\n".join(_change(one, row.case_type or "") for one in row.changes)


def _change(one: SeenChange, case_type: str) -> str:
    match one.kind:
        case "verdict":
            text = translate("Activity", "ROCA says {after}, said {before}")
            return text.format(before=_word(one.before), after=_word(one.after))
        case "priority":
            return translate("Activity", "priority {before} → {after}").format(before=one.before, after=one.after)
    kind = catalogue().case_types.get(case_type)
    schema = kind.evidence_schemas.get(one.ref) if kind is not None else None
    name = schema.tab.in_language(formats.language()) if schema is not None else one.ref
    texts = {
        "evidence_new": translate("Activity", "{name} is new"),
        "evidence_gone": translate("Activity", "{name} is gone"),
        "evidence_changed": translate("Activity", "{name} has changed"),
    }
    return texts.get(one.kind, "{name}").format(name=name)


def _word(told: str) -> str:
    verdict, _, score = told.partition(" ")
    word = captions.decision_word(verdict)[0]
    return f"{word} {formats.number(float(score))}" if score else word
