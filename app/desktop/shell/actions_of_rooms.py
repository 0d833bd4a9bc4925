"""The actions of My day, QA and Team."""

from app.desktop.shell.action_spec import QT_TRANSLATE_NOOP, Scope, Spec

DAY: tuple[Spec, ...] = (
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
)

QA: tuple[Spec, ...] = (
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
    Spec("qa.files", QT_TRANSLATE_NOOP("Actions", "Bring the documents of the packet"), "N", "qa", group="window"),
    Spec("qa.documents", QT_TRANSLATE_NOOP("Actions", "Documents"), "D", "qa"),
    Spec("qa.take", QT_TRANSLATE_NOOP("Actions", "Take cases over"), "A", "qa", group="window"),
    Spec("qa.sign", QT_TRANSLATE_NOOP("Actions", "Sign the re-reviews"), "G", "qa", group="window"),
    Spec("qa.give_back", QT_TRANSLATE_NOOP("Actions", "Give the packet back"), "X", "qa", group="window"),
    Spec("qa.back", QT_TRANSLATE_NOOP("Actions", "Back to the list"), "L", "qa", group="window"),
    Spec("qa.table", QT_TRANSLATE_NOOP("Actions", "Charts as tables, or as pictures"), "T", "qa", group="window"),
    Spec("qa.save", QT_TRANSLATE_NOOP("Actions", "Save the chart as files"), "S", "qa", group="window"),
    Spec("qa.refresh", QT_TRANSLATE_NOOP("Actions", "Ask the server again"), "R", "qa", group="window"),
    Spec("qa.undo", QT_TRANSLATE_NOOP("Actions", "Take back what was sent last"), "Y", "qa", group="window"),
)

TEAM: tuple[Spec, ...] = (
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
)
