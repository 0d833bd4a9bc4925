"""The rules of who is given which case, over the wire."""

import msgspec

from app.domain.assignment_rules import AssignmentRule


class AssignmentView(msgspec.Struct, frozen=True):
    """The rules in force and who has which skill, by the id of a person; `rev` grows with every change. `undoes`:
    whether there are rules of before that can be put back."""

    rev: int
    rules: tuple[AssignmentRule, ...]
    skills: dict[str, tuple[str, ...]]
    undoes: bool = False


class AssignmentChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of them anew. `base_rev`: the number of the rules that these were made from."""

    base_rev: int
    rules: tuple[AssignmentRule, ...]
    skills: dict[str, tuple[str, ...]] = {}


class AssignmentUndo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Back to the rules before the last change. `base_rev`: the number of those in force, as they were read."""

    base_rev: int
