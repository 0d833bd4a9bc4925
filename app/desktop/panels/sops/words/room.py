"""What the SOPs room says around its pages."""

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from app.desktop.panels.sops.state import (
    ALL,
    APPROVE,
    CONFLUENCE,
    COVERAGE,
    DAYS,
    FIGURES,
    FLAGS,
    TEXT,
    VERSIONS,
    WRITE,
    WRITING,
    SopsState,
)
from app.desktop.panels.sops.words import lists, page
from app.desktop.widgets import formats, reasons

translate = QCoreApplication.translate


class ButtonWords(NamedTuple):
    """A button of the head: what it says and the action whose key it carries; "" where there is none."""

    text: str = ""
    action: str = ""


def page_words(name: str) -> str:
    return {
        ALL: translate("Sops", "Pages"),
        WRITING: translate("Sops", "Being written"),
        COVERAGE: translate("Sops", "Coverage"),
        TEXT: translate("Sops", "Text"),
        VERSIONS: translate("Sops", "Versions"),
        FIGURES: translate("Sops", "Figures"),
        FLAGS: translate("Sops", "Flags"),
        CONFLUENCE: translate("Sops", "Confluence"),
    }.get(name, name)


def tab_words(state: SopsState, name: str) -> str:
    """With how much waits there."""
    count = 0
    if name == WRITING and state.seen is not None:
        count = len(state.seen.unfinished)
    elif name == FLAGS:
        count = len(state.flags_here)
    words = page_words(name)
    return f"{words} {formats.count(count)}" if count else words


def title(state: SopsState) -> tuple[str, bool]:
    """What stands over the room, and whether it is data."""
    if state.open:
        return page.title(state), True
    return translate("Sops", "Procedures"), False


def summary(state: SopsState) -> str:
    """Of when what is in sight is, and what it is."""
    if state.merge is not None:
        left = sum(not one for one in state.merge.choices)
        if not left:
            return translate("Sops", "A side is chosen for all of them.")
        return translate("Sops", "%n places to choose for", "", left)
    if state.edit is not None:
        kept = state.edit.draft.version
        begun = state.edit.draft.base_version
        if kept:
            return translate("Sops", "draft {version}, written from {base}").format(version=kept, base=begun or "–")
        if begun is None:
            return translate("Sops", "a new page, kept on this computer")
        return translate("Sops", "written from {base}, kept on this computer").format(base=begun)
    if state.diff is not None:
        if not state.diff.before:
            return translate("Sops", "{after}, with nothing before it").format(after=state.diff.after)
        return translate("Sops", "{before} against {after}").format(before=state.diff.before, after=state.diff.after)
    seen = state.seen
    if seen is None:
        return translate("Sops", "Asking the server …") if state.asking else ""
    if state.failed == "offline":
        return translate("Sops", "Without the server: as it was fetched last, {time}").format(
            time=formats.day_time(seen.at)
        )
    if state.open and state.opened is not None:
        return translate("Sops", "version {version}").format(version=state.opened.page.version)
    return translate("Sops", "as of {time}").format(time=formats.clock(seen.at))


def days(state: SopsState) -> tuple[list[tuple[str, str]], str, bool]:
    """What periods can be chosen, which one is, and whether it says anything here."""
    shown = not (state.edit or state.merge or state.diff)
    seen = (state.open and state.part in (FIGURES, VERSIONS)) or (not state.open and state.page in (ALL, COVERAGE))
    return [(str(one), lists.days_words(one)) for one in DAYS], str(state.days), bool(shown and seen)


def step(state: SopsState) -> ButtonWords:
    """The one main thing to do in sight."""
    writes, approves = WRITE in state.rights, APPROVE in state.rights
    if state.merge is not None:
        ours = state.merge.keeps_ours and APPROVE in state.rights
        return ButtonWords(
            translate("Sops", "Keep ours there") if ours else translate("Sops", "Take over"), "sops.step"
        )
    if state.edit is not None:
        return ButtonWords(translate("Sops", "Propose"), "sops.step")
    if state.diff is not None:
        may = state.diff.version.may if state.diff.version is not None else ()
        if "approve" in may:
            return ButtonWords(translate("Sops", "Approve or send back"), "sops.step")
        return ButtonWords(translate("Sops", "Go on writing"), "sops.step") if "edit" in may else ButtonWords()
    if state.flag:
        return ButtonWords(translate("Sops", "Begin a draft"), "sops.step") if writes else ButtonWords()
    if state.open and state.part == CONFLUENCE:
        return _confluence(state, writes, approves)
    if state.open and state.opened is not None and writes:
        half = state.open in state.halves
        words = translate("Sops", "Go on writing") if half else translate("Sops", "Write a new version")
        return ButtonWords(words, "sops.step")
    if not state.open and state.page == ALL and writes:
        return ButtonWords(translate("Sops", "New page"), "sops.step")
    return ButtonWords()


def _confluence(state: SopsState, writes: bool, approves: bool) -> ButtonWords:
    if state.link is None:
        connects = approves and state.linked
        return ButtonWords(translate("Sops", "Connect"), "sops.step") if connects else ButtonWords()
    if not writes:
        return ButtonWords()
    if state.link.state == "conflict":
        return ButtonWords(translate("Sops", "Put both together"), "sops.step")
    return ButtonWords(translate("Sops", "Look there now"), "sops.step")


def also(state: SopsState) -> tuple[ButtonWords, ButtonWords]:
    """Up to two things beside the main one."""
    none = ButtonWords()
    if state.merge is not None:
        return (
            ButtonWords(translate("Sops", "Ours"), "sops.ours"),
            ButtonWords(translate("Sops", "Theirs"), "sops.theirs"),
        )
    if state.edit is not None:
        return (
            ButtonWords(translate("Sops", "New clause"), "sops.add"),
            ButtonWords(translate("Sops", "Keep a draft"), "sops.save"),
        )
    if state.diff is not None:
        may = state.diff.version.may if state.diff.version is not None else ()
        return (ButtonWords(translate("Sops", "Take back"), "sops.withdraw") if "withdraw" in may else none), none
    if not state.open or state.flag or APPROVE not in state.rights or state.opened is None:
        return none, none
    if state.part == TEXT:
        return ButtonWords(translate("Sops", "Who answers for it"), "sops.keeper"), none
    if state.part == CONFLUENCE and state.link is not None:
        return ButtonWords(translate("Sops", "Another place"), "sops.connect"), none
    return none, none


def nothing(state: SopsState, key: str) -> str:
    """What stands there while there is nothing to show."""
    if state.failed == "offline":
        return translate(
            "Sops",
            "The server cannot be reached, and nothing was fetched here before. {key} asks again; the clauses that "
            "reviewers read open from the search as ever.",
        ).format(key=key or "R")
    if state.failed:
        return reasons.problem(state.failed)
    return translate("Sops", "Asking the server …")


def message(state: SopsState) -> tuple[str, str, str, str]:
    """(text, tone, words of its button, what the button does)"""
    close = translate("Sops", "Close")
    if state.told:
        text, tone = _told().get(state.told, (reasons.problem(state.told), "bad"))
        return text, tone, close, "close"
    if state.failed and state.seen is not None:
        again = translate("Sops", "Ask again")
        if state.failed == "offline":
            text = translate(
                "Sops", "The server cannot be reached. This is what was fetched last; what you write is kept here."
            )
            return text, "warn", again, "again"
        return reasons.problem(state.failed), "bad", again, "again"
    version = state.diff.version if state.diff is not None else None
    if version is not None and version.standing == "returned" and version.reason:
        text = translate("Sops", "Sent back: {reason}").format(reason=version.reason)
        return text, "warn", "", ""
    return "", "info", "", ""


def _told() -> dict[str, tuple[str, str]]:
    """What was done, or why nothing was."""
    return {
        "proposed": (translate("Sops", "Proposed. A lead who did not write it approves it or sends it back."), "good"),
        "draft_kept": (translate("Sops", "Kept on the server. You can go on at any seat."), "good"),
        "kept_here": (translate("Sops", "What you wrote is kept on this computer. Write goes on with it."), "info"),
        "thrown_away": (translate("Sops", "Thrown away here. What the server has stays there."), "info"),
        "in_force": (translate("Sops", "Approved and in force: everybody reads it from now on."), "good"),
        "approved": (translate("Sops", "Approved. It comes into force on its day, by itself."), "good"),
        "returned": (translate("Sops", "Sent back with your reason. Its author goes on from there."), "info"),
        "withdrawn": (translate("Sops", "Taken back. It stays in the history."), "info"),
        "kept": (translate("Sops", "Set. They are asked to read it through by that day."), "good"),
        "seeded": (translate("Sops", "A draft is begun. Write the clause in both languages, then propose it."), "good"),
        "linked": (translate("Sops", "Connected. What was found there stands below."), "good"),
        "looked": (translate("Sops", "Looked. What was found stands below."), "info"),
        "together": (
            translate("Sops", "Both changes stand together here, kept on this computer. Read them and propose it."),
            "good",
        ),
        "together_confluence": (
            translate(
                "Sops",
                "Both stand together here: propose it. Once it is in force, ours can be kept in Confluence as well "
                "where it was chosen; nothing of theirs is overwritten before.",
            ),
            "good",
        ),
        "kept_ours": (
            translate("Sops", "Ours stands in Confluence now, under your name. Theirs stays in its history there."),
            "good",
        ),
        "ours_and_theirs": (
            translate(
                "Sops",
                "Ours stays where both clashed. What they changed elsewhere waits as a proposed version; once it is "
                "approved, all of it is written there.",
            ),
            "good",
        ),
        "theirs_again": (
            translate("Sops", "They have written again meanwhile, so nothing was written. Read it and choose anew."),
            "warn",
        ),
        "own_proposal": (translate("Sops", "You wrote this version. Somebody else has to approve it."), "info"),
        "no_finding": (
            translate("Sops", "Nobody raised this yet. Five cases make a finding by themselves; Feedback raises one."),
            "info",
        ),
        "draft_elsewhere": (
            translate("Sops", "Somebody is writing about this already; it stands in “Being written”."),
            "info",
        ),
        "only_reads": (translate("Sops", "You may read the procedures; an editor or a lead writes them."), "info"),
        "saved": (translate("Sops", "Saved."), "good"),
        "not_saved": (translate("Sops", "The files could not be written. Nothing else is changed."), "bad"),
    }
