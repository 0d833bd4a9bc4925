"""The window as a screen reader is told of it: Qt's own accessible tree, read through QAccessible."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget

Role = QAccessible.Role
NAMED = {
    Role.Button, Role.CheckBox, Role.EditableText, Role.List, Role.ListItem, Role.Table, Role.Cell, Role.PageTabList,
    Role.PageTab, Role.Heading, Role.Chart, Role.Dialog, Role.ComboBox, Role.Pane,
}  # fmt: skip
PRESSED = {Role.Button, Role.CheckBox}


@dataclass
class Node:
    """One visible thing."""

    role: Role
    name: str
    kind: str
    focusable: bool
    children: list["Node"] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.walk()

    def find(self, role: Role) -> list["Node"]:
        return [node for node in self.walk() if node.role == role]


def tree(root: QWidget) -> Node:
    """Everything visible under `root`."""
    interface = QAccessible.queryAccessibleInterface(root)
    assert interface is not None
    return _node(interface)


def _node(interface: QAccessibleInterface) -> Node:
    state, found = interface.state(), interface.object()
    node = Node(
        interface.role(),
        interface.text(QAccessible.Text.Name),
        type(found).__name__ if found is not None else "",
        bool(state.focusable),
    )
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child is not None and child.isValid() and not child.state().invisible:
            node.children.append(_node(child))
    return node


def faults(root: Node) -> list[str]:
    """What a person who cannot see the window would stumble over, in words."""
    found: list[str] = []
    for node in root.walk():
        told = f"{node.role.name} {node.kind or 'part'}"
        # Qt's table has a nameless pane for its corner.
        inner = node.role == Role.Pane and not node.kind
        if (node.focusable or node.role in NAMED) and not inner and not node.name.strip():
            found.append(f"{told} has no name")
        if node.focusable and node.role in (Role.Client, Role.NoRole):
            found.append(f"{told} “{node.name}” takes the focus and has no role")
        names = [child.name for child in node.children if child.role in PRESSED]
        found += [f"two buttons side by side are “{name}”" for name in set(names) if names.count(name) > 1]
    return found
