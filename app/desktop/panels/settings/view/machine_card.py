"""What the organisation decided for this machine, each in words, and why the strictest rules hold where they do."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from app.desktop.panels.settings.state import Decided
from app.desktop.widgets import tokens
from app.desktop.widgets.card import Card
from app.desktop.widgets.label import Label
from app.desktop.widgets.message_bar import MessageBar
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.tokens import Type

translate = QCoreApplication.translate


def fault_words(fault: str) -> str:
    """Why the machine's policy cannot be used, and what follows from it."""
    if not fault:
        return ""
    why = {
        "writable": translate("Machine", "others than its administrator may change it"),
        "folder_writable": translate("Machine", "others than its administrator could have removed it"),
        "malformed": translate("Machine", "it is damaged"),
        "value": translate("Machine", "one of its values is not allowed"),
        "too_large": translate("Machine", "it is too large"),
    }.get(fault, translate("Machine", "it cannot be read"))
    return translate(
        "Machine",
        "The policy of this machine does not count: {why}. Until that is mended the strictest rules hold. Ask whoever "
        "manages this machine.",
    ).format(why=why)


def decided_words(one: Decided) -> tuple[str, str]:
    """A field of the policy and its value, in words. A field that has no words yet reads by its name."""
    yes, no = translate("Machine", "Allowed"), translate("Machine", "Not allowed")
    names = {
        "server": translate("Machine", "Server"),
        "servers": translate("Machine", "Servers to choose from"),
        "local_store": translate("Machine", "Keeping cases on this computer"),
        "profile_kind": translate("Machine", "Profile"),
        "shred_at_sign_out": translate("Machine", "When you sign out"),
        "inherited_key": translate("Machine", "A key from another program"),
        "offline_leases": translate("Machine", "Taking cases along offline"),
        "max_offline_hours": translate("Machine", "Longest time offline"),
        "closed_case_hours": translate("Machine", "Decided cases are kept"),
        "idle_lock_minutes": translate("Machine", "Locks when nobody is here"),
        "clipboard": translate("Machine", "Copying"),
        "exports": translate("Machine", "Exports to files"),
        "blur_documents": translate("Machine", "Documents"),
        "watermark": translate("Machine", "Pictures of the screen"),
        "screen_capture": translate("Machine", "Screen captures"),
        "language": translate("Machine", "Language"),
        "proxy": translate("Machine", "Proxy"),
        "proxy_mode": translate("Machine", "Proxy of the system"),
        "ca_file": translate("Machine", "Own certificate authorities"),
        "recovery_key": translate("Machine", "Recovery of unsent work"),
        "directive_key": translate("Machine", "Signed directives"),
    }
    told: dict[str, str] = {
        "profile_kind": {
            "roaming": translate("Machine", "Does not stay on this computer: online only"),
            "local": translate("Machine", "Stays on this computer"),
        }.get(one.value, one.value),
        "shred_at_sign_out": translate("Machine", "What is kept here is made unreadable"),
        "max_offline_hours": translate("Machine", "%n hours", "", _number(one.value)),
        "closed_case_hours": translate("Machine", "%n hours", "", _number(one.value)),
        "idle_lock_minutes": translate("Machine", "After %n minutes", "", _number(one.value))
        if one.value != "0"
        else translate("Machine", "Never by itself"),
        "blur_documents": translate("Machine", "Blurred until Space is held"),
        "watermark": translate("Machine", "Your name and the time stand faintly over the window"),
        "screen_capture": translate("Machine", "The window is left out of them, where the system can"),
        "language": {"en": "English", "zh_CN": "简体中文"}.get(one.value, one.value),
        "proxy_mode": translate("Machine", "Not used"),
        "ca_file": translate("Machine", "In use"),
        "recovery_key": translate("Machine", "Set up"),
        "directive_key": translate("Machine", "Set up"),
    }
    value = told.get(one.field) or {"true": yes, "false": no}.get(one.value, one.value)
    return names.get(one.field, one.field), value


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


class MachineCard(Card):
    """Hidden where the organisation decided nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = MessageBar(self)
        self.body.addWidget(self._bar)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(tokens.S4)
        self._grid.setVerticalSpacing(tokens.S2)
        self._grid.setColumnMinimumWidth(0, tokens.px(170))
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        self._note = Label(kind=Type.SMALL, colour="muted", wrap=True)
        self.body.addWidget(self._note)
        self._rows: list[tuple[Label, Label]] = []

    def fill(self, decided: tuple[Decided, ...], fault: str) -> None:
        self.heading.set_text(translate("Machine", "Decided by your organisation"))
        self._bar.say(fault_words(fault), "bad" if fault else "info")
        while len(self._rows) < len(decided):
            row = (Label(colour="muted", wrap=True), Label(wrap=True))
            for column, label in enumerate(row):
                self._grid.addWidget(label, len(self._rows), column)
            self._rows.append(row)
        for index, (name, value) in enumerate(self._rows):
            shown = index < len(decided)
            if shown:
                title, text = decided_words(decided[index])
                name.set_text(title)
                value.set_text(text, data=decided[index].data)
            show_if(name, shown)
            show_if(value, shown)
        self._note.set_text(translate("Machine", "These cannot be changed here. Your own settings count for the rest."))
        show_if(self, bool(decided or fault))
