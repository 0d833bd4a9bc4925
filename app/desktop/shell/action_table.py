"""Every action of the window in one table: its words, its key, where it works and who may use it."""

from collections.abc import Mapping
from enum import Enum

import msgspec
from PySide6.QtCore import QT_TRANSLATE_NOOP as _NOOP
from PySide6.QtCore import QCoreApplication, QTranslator


class Scope(Enum):
    """When a key is live: `LETTER` is quiet while a text field has the focus, `CHORD` works there too."""

    LETTER = "letter"
    CHORD = "chord"


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Marks a text for translation and gives it back."""
    return str(_NOOP(context, text))


class Spec(msgspec.Struct, frozen=True):
    """One action. `workspace` is a room's id, or "" where it works everywhere; `capability` a code of the roles.
    `over_sheets`: it changes nothing of what a sheet is about, and its key works while one is open. `also`: other words
    by which it is looked for, of both languages; they are never shown."""

    id: str
    text: str
    key: str
    workspace: str = ""
    scope: Scope = Scope.LETTER
    capability: str = ""
    group: str = "case"
    over_sheets: bool = False
    also: str = ""


CONTEXT = "Actions"
_CASE, _SUBMIT, _BULK = "case.read", "review.submit", "case.bulk"
_CODE = QT_TRANSLATE_NOOP("Actions", "Root cause {n}")
_TAB = QT_TRANSLATE_NOOP("Actions", "Evidence tab {n}")

TABLE: tuple[Spec, ...] = (
    Spec("case.next", QT_TRANSLATE_NOOP("Actions", "Next case"), "J", "review", capability=_CASE),
    Spec("case.previous", QT_TRANSLATE_NOOP("Actions", "Previous case"), "K", "review", capability=_CASE),
    Spec("case.open", QT_TRANSLATE_NOOP("Actions", "Open the case"), "Return", "review", capability=_CASE),
    Spec("evidence.next", QT_TRANSLATE_NOOP("Actions", "Next evidence tab"), ".", "review", capability=_CASE),
    Spec("evidence.previous", QT_TRANSLATE_NOOP("Actions", "Previous evidence tab"), ",", "review", capability=_CASE),
    *(Spec(f"evidence.tab.{n}", _TAB, f"Alt+{n}", "review", Scope.CHORD, _CASE) for n in range(1, 10)),
    Spec("documents", QT_TRANSLATE_NOOP("Actions", "Documents"), "D", "review", capability=_CASE),
    Spec("graph", QT_TRANSLATE_NOOP("Actions", "Graph"), "G", "review", capability=_CASE),
    Spec("view.next", QT_TRANSLATE_NOOP("Actions", "Next view of the queue"), "V", "review", capability=_CASE),
    Spec("pii.reveal", QT_TRANSLATE_NOOP("Actions", "Reveal a masked field"), "R", "review", capability="pii.reveal"),
    Spec("queue.find", QT_TRANSLATE_NOOP("Actions", "Find in the queue"), "Ctrl+F", "review", Scope.CHORD, _CASE),
    Spec("queue.pick", QT_TRANSLATE_NOOP("Actions", "Choose the case, or no longer"), "X", "review", capability=_BULK),
    Spec(
        "queue.pick_next", QT_TRANSLATE_NOOP("Actions", "Choose on to the next"), "Shift+J", "review", capability=_BULK
    ),
    Spec(
        "queue.pick_previous",
        QT_TRANSLATE_NOOP("Actions", "Choose on to the previous"),
        "Shift+K",
        "review",
        capability=_BULK,
    ),
    Spec(
        "queue.pick_all",
        QT_TRANSLATE_NOOP("Actions", "Choose all of the view"),
        "Ctrl+A",
        "review",
        Scope.CHORD,
        _BULK,
    ),
    Spec("queue.change", QT_TRANSLATE_NOOP("Actions", "Change the chosen cases"), "U", "review", capability=_BULK),
    Spec(
        "queue.prioritise",
        QT_TRANSLATE_NOOP("Actions", "Set the priority of a whole queue"),
        "Shift+U",
        "review",
        capability=_BULK,
        also="reprioritise queue move 队列 优先级",
    ),
    Spec(
        "queue.rules",
        QT_TRANSLATE_NOOP("Actions", "Who is given which cases"),
        "Shift+R",
        "review",
        capability="queue.rules",
        also="assignment rules routing load cap 分配 规则",
    ),
    Spec(
        "queue.skills",
        QT_TRANSLATE_NOOP("Actions", "Who has which skill"),
        "Shift+Q",
        "review",
        capability="queue.rules",
        also="skills languages people 技能",
    ),
    Spec("view.save", QT_TRANSLATE_NOOP("Actions", "Save the view"), "Shift+V", "review", capability=_CASE),
    Spec("note.write", QT_TRANSLATE_NOOP("Actions", "Write a note"), "N", "review", capability="case.note"),
    Spec("case.tag", QT_TRANSLATE_NOOP("Actions", "Tag the case"), "T", "review", capability="case.tag"),
    Spec("case.snooze", QT_TRANSLATE_NOOP("Actions", "Snooze the case"), "S", "review", capability="case.snooze"),
    Spec("case.skip", QT_TRANSLATE_NOOP("Actions", "Skip the case"), "Shift+S", "review", capability="case.claim"),
    Spec("case.wait", QT_TRANSLATE_NOOP("Actions", "Stop or start the clock"), "O", "review", capability="case.wait"),
    Spec(
        "case.hand_over", QT_TRANSLATE_NOOP("Actions", "Hand the case over"), "H", "review", capability="case.hand_over"
    ),
    Spec(
        "cases.along",
        QT_TRANSLATE_NOOP("Actions", "Take cases with you"),
        "Shift+T",
        "review",
        capability="case.take_along",
        also="offline lease travel take with me 离线 带走",
    ),
    Spec(
        "decide.pass", QT_TRANSLATE_NOOP("Actions", "Decide: pass"), "P", "review", capability=_SUBMIT, group="decide"
    ),
    Spec(
        "decide.block", QT_TRANSLATE_NOOP("Actions", "Decide: block"), "B", "review", capability=_SUBMIT, group="decide"
    ),
    Spec(
        "decide.escalate",
        QT_TRANSLATE_NOOP("Actions", "Decide: escalate"),
        "E",
        "review",
        capability=_SUBMIT,
        group="decide",
    ),
    *(Spec(f"code.{n}", _CODE, str(n), "review", capability=_SUBMIT, group="decide") for n in range(1, 10)),
    Spec(
        "attribution.choose",
        QT_TRANSLATE_NOOP("Actions", "Choose the cause in the evidence"),
        "A",
        "review",
        capability=_SUBMIT,
        group="decide",
    ),
    Spec("gap.flag", QT_TRANSLATE_NOOP("Actions", "Flag a SOP gap"), "F", "review", capability=_SUBMIT, group="decide"),
    Spec(
        "missing.write",
        QT_TRANSLATE_NOOP("Actions", "Say what was missing"),
        "M",
        "review",
        capability="case.missing",
        group="decide",
    ),
    Spec(
        "rationale.write",
        QT_TRANSLATE_NOOP("Actions", "Write the rationale"),
        "W",
        "review",
        capability=_SUBMIT,
        group="decide",
    ),
    Spec(
        "review.submit",
        QT_TRANSLATE_NOOP("Actions", "Submit and next"),
        "Ctrl+Return",
        "review",
        Scope.CHORD,
        _SUBMIT,
        "decide",
    ),
    Spec(
        "review.complete",
        QT_TRANSLATE_NOOP("Actions", "Complete a blind decision"),
        "C",
        "review",
        capability=_SUBMIT,
        group="decide",
    ),
    Spec(
        "rationale.compose",
        QT_TRANSLATE_NOOP("Actions", "Compose the first sentence"),
        "Ctrl+J",
        "review",
        Scope.CHORD,
        _SUBMIT,
        "decide",
    ),
    Spec(
        "rationale.snippet",
        QT_TRANSLATE_NOOP("Actions", "Own snippets"),
        "Ctrl+I",
        "review",
        Scope.CHORD,
        _SUBMIT,
        "decide",
    ),
    Spec(
        "assessment.ask",
        QT_TRANSLATE_NOOP("Actions", "Ask ROCA again"),
        "Q",
        "review",
        capability=_SUBMIT,
        group="decide",
    ),
    Spec(
        "escalation.pattern",
        QT_TRANSLATE_NOOP("Actions", "Escalate as a pattern"),
        "Shift+E",
        "review",
        capability="escalation.pattern",
        group="decide",
    ),
    Spec(
        "escalation.resolve",
        QT_TRANSLATE_NOOP("Actions", "Decide a pattern"),
        "Shift+D",
        "review",
        capability="escalation.pattern",
        group="decide",
    ),
    Spec(
        "review.undo",
        QT_TRANSLATE_NOOP("Actions", "Take back what was sent last"),
        "Z",
        "",
        capability=_SUBMIT,
        group="decide",
    ),
    Spec(
        "palette",
        QT_TRANSLATE_NOOP("Actions", "Search cases, commands and clauses"),
        "Ctrl+K",
        "",
        Scope.CHORD,
        group="window",
    ),
    Spec(
        "day.hand_over",
        QT_TRANSLATE_NOOP("Actions", "Hand everything over"),
        "H",
        "day",
        capability="case.hand_over",
        group="window",
    ),
    Spec("day.shift_end", QT_TRANSLATE_NOOP("Actions", "Change the end of the shift"), "E", "day", group="window"),
    Spec("day.undo", QT_TRANSLATE_NOOP("Actions", "Take the hand-over back"), "Y", "day", group="window"),
    Spec(
        "qa.step",
        QT_TRANSLATE_NOOP("Actions", "Next step of the sample"),
        "Ctrl+Return",
        "qa",
        Scope.CHORD,
        group="decide",
    ),
    Spec("qa.pass", QT_TRANSLATE_NOOP("Actions", "Decide: pass"), "P", "qa", group="decide"),
    Spec("qa.block", QT_TRANSLATE_NOOP("Actions", "Decide: block"), "B", "qa", group="decide"),
    Spec("qa.escalate", QT_TRANSLATE_NOOP("Actions", "Decide: escalate"), "E", "qa", group="decide"),
    Spec("qa.write", QT_TRANSLATE_NOOP("Actions", "Write the rationale"), "W", "qa", group="decide"),
    Spec("qa.next", QT_TRANSLATE_NOOP("Actions", "Next page or evidence tab"), ".", "qa", group="window"),
    Spec("qa.previous", QT_TRANSLATE_NOOP("Actions", "Previous page or evidence tab"), ",", "qa", group="window"),
    Spec("qa.along", QT_TRANSLATE_NOOP("Actions", "Take the sample along"), "O", "qa", group="window"),
    Spec("qa.take", QT_TRANSLATE_NOOP("Actions", "Take cases over"), "A", "qa", group="window"),
    Spec("qa.sign", QT_TRANSLATE_NOOP("Actions", "Sign the re-reviews"), "G", "qa", group="window"),
    Spec("qa.give_back", QT_TRANSLATE_NOOP("Actions", "Give the packet back"), "X", "qa", group="window"),
    Spec("qa.back", QT_TRANSLATE_NOOP("Actions", "Back to the list"), "L", "qa", group="window"),
    Spec("qa.table", QT_TRANSLATE_NOOP("Actions", "Charts as tables, or as pictures"), "T", "qa", group="window"),
    Spec("qa.save", QT_TRANSLATE_NOOP("Actions", "Save the chart as files"), "S", "qa", group="window"),
    Spec("qa.refresh", QT_TRANSLATE_NOOP("Actions", "Ask the server again"), "R", "qa", group="window"),
    Spec("qa.undo", QT_TRANSLATE_NOOP("Actions", "Take back what was sent last"), "Y", "qa", group="window"),
    Spec("team.next", QT_TRANSLATE_NOOP("Actions", "Next page"), ".", "team", group="window"),
    Spec("team.previous", QT_TRANSLATE_NOOP("Actions", "Previous page"), ",", "team", group="window"),
    Spec("team.table", QT_TRANSLATE_NOOP("Actions", "Charts as tables, or as pictures"), "T", "team", group="window"),
    Spec("team.save", QT_TRANSLATE_NOOP("Actions", "Save the chart as files"), "S", "team", group="window"),
    Spec("team.period", QT_TRANSLATE_NOOP("Actions", "Choose the period"), "D", "team", group="window"),
    Spec("team.refresh", QT_TRANSLATE_NOOP("Actions", "Ask the server again"), "R", "team", group="window"),
    Spec("team.back", QT_TRANSLATE_NOOP("Actions", "Back to the list"), "L", "team", group="window"),
    Spec(
        "team.step",
        QT_TRANSLATE_NOOP("Actions", "Answer the practice case, then the next one"),
        "Ctrl+Return",
        "team",
        Scope.CHORD,
        group="decide",
    ),
    Spec("team.pass", QT_TRANSLATE_NOOP("Actions", "Practise: pass"), "P", "team", group="decide"),
    Spec("team.block", QT_TRANSLATE_NOOP("Actions", "Practise: block"), "B", "team", group="decide"),
    Spec("team.add", QT_TRANSLATE_NOOP("Actions", "New set, or another case in it"), "N", "team", group="window"),
    Spec("team.hand", QT_TRANSLATE_NOOP("Actions", "Hand the set over"), "H", "team", group="window"),
    Spec("team.case", QT_TRANSLATE_NOOP("Actions", "Open the case of the row"), "O", "team", group="window"),
    Spec("team.undo", QT_TRANSLATE_NOOP("Actions", "Take the dispute back"), "Y", "team", group="window"),
    Spec("workspace.review", QT_TRANSLATE_NOOP("Actions", "Go to Review"), "Ctrl+1", "", Scope.CHORD, group="window"),
    Spec("workspace.day", QT_TRANSLATE_NOOP("Actions", "Go to My day"), "Ctrl+3", "", Scope.CHORD, group="window"),
    Spec(
        "workspace.qa",
        QT_TRANSLATE_NOOP("Actions", "Go to QA"),
        "Ctrl+4",
        "",
        Scope.CHORD,
        capability="room:qa",
        group="window",
        also="quality sample lot re-review adjudication 质检 抽样",
    ),
    Spec(
        "workspace.team",
        QT_TRANSLATE_NOOP("Actions", "Go to Team"),
        "Ctrl+5",
        "",
        Scope.CHORD,
        capability="room:team",
        group="window",
        also="scorecard agreement recall shift dispute 评分卡 团队",
    ),
    Spec(
        "workspace.activity", QT_TRANSLATE_NOOP("Actions", "Go to Activity"), "Ctrl+2", "", Scope.CHORD, group="window"
    ),
    Spec(
        "settings",
        QT_TRANSLATE_NOOP("Actions", "Settings"),
        "Ctrl+,",
        "",
        Scope.CHORD,
        group="window",
        also="options preferences 选项",
    ),
    Spec(
        "language",
        QT_TRANSLATE_NOOP("Actions", "Switch between English and Chinese"),
        "Ctrl+Shift+L",
        "",
        Scope.CHORD,
        group="window",
        over_sheets=True,
        also="language 语言",
    ),
    Spec(
        "theme",
        QT_TRANSLATE_NOOP("Actions", "Switch between light and dark"),
        "",
        "",
        Scope.CHORD,
        group="window",
        over_sheets=True,
        also="theme mode 主题 外观",
    ),
    Spec(
        "sync",
        QT_TRANSLATE_NOOP("Actions", "Sync now"),
        "F5",
        "",
        Scope.CHORD,
        group="window",
        over_sheets=True,
        also="refresh reload 刷新",
    ),
    Spec("panels.arrange", QT_TRANSLATE_NOOP("Actions", "Move the panels"), "", "review", Scope.CHORD, group="window"),
    Spec(
        "panels.reset",
        QT_TRANSLATE_NOOP("Actions", "Put the panels back"),
        "",
        "review",
        Scope.CHORD,
        group="window",
    ),
    Spec(
        "session.lock",
        QT_TRANSLATE_NOOP("Actions", "Lock"),
        "Ctrl+L",
        "",
        Scope.CHORD,
        group="window",
        also="lock screen away 锁定 离开",
    ),
    Spec(
        "session.sign_out",
        QT_TRANSLATE_NOOP("Actions", "Sign out"),
        "",
        "",
        Scope.CHORD,
        group="window",
        also="logout log out 登出 注销",
    ),
    Spec(
        "help",
        QT_TRANSLATE_NOOP("Actions", "Show the keys"),
        "?",
        "",
        group="window",
        also="help shortcuts 帮助 快捷键",
    ),
    Spec("leave", QT_TRANSLATE_NOOP("Actions", "Leave the field"), "Esc", "", Scope.CHORD, group="window"),
)
SPECS: Mapping[str, Spec] = {spec.id: spec for spec in TABLE}


def text_of(spec: Spec, number: str = "") -> str:
    """The action's name in the language in force; `number` stands in the place of a numbered action's own."""
    return QCoreApplication.translate(CONTEXT, spec.text).format(n=number or spec.id.rpartition(".")[2])


def text_in(catalogue: QTranslator, spec: Spec) -> str:
    """The action's name in that catalogue, whichever language is in force; "" where it has none."""
    return str(catalogue.translate(CONTEXT, spec.text) or "")
