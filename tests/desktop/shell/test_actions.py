"""The table of actions and the keys in force."""

import itertools

import pytest

from app.desktop.shell.action_table import SPECS, TABLE, text_of
from app.desktop.shell.key_rules import KeyClash, KeyReserved, KeyUnknown, cap, check_key, keys_in_force, normal


def test_no_two_actions_that_can_be_live_at_once_share_a_key() -> None:
    keys = keys_in_force({})
    for one, other in itertools.combinations(TABLE, 2):
        together = not one.workspace or not other.workspace or one.workspace == other.workspace
        assert not (together and keys[one.id] and keys[one.id] == keys[other.id]), (one.id, other.id)


def test_every_action_has_its_own_id_and_a_name() -> None:
    assert len(SPECS) == len(TABLE)
    assert all(text_of(spec).strip() for spec in TABLE)


def test_the_keys_of_the_design_are_the_defaults() -> None:
    keys = keys_in_force({})
    expected = {
        "case.next": "J", "case.previous": "K", "case.open": "Return", "decide.pass": "P", "decide.block": "B",
        "decide.escalate": "E", "code.1": "1", "code.9": "9", "gap.flag": "F", "review.submit": "Ctrl+Return",
        "review.undo": "Z", "evidence.next": ".", "palette": "Ctrl+K", "workspace.review": "Ctrl+1",
        "settings": "Ctrl+,", "language": "Ctrl+Shift+L", "sync": "F5", "help": "?",
    }  # fmt: skip
    assert {name: keys[name] for name in expected} == expected


def test_a_key_that_is_taken_is_refused_and_the_owner_is_named() -> None:
    with pytest.raises(KeyClash) as refused:
        check_key(keys_in_force({}), "case.next", "p")
    assert refused.value.other == "decide.pass"


def test_text_that_names_no_key_is_refused() -> None:
    for text in ("nonsense", "Ctrl+Q, Ctrl+W", "Hyper+X"):
        with pytest.raises(KeyUnknown):
            normal(text)


def test_own_keys_that_clash_or_name_nothing_leave_the_defaults() -> None:
    keys = keys_in_force({"case.next": "P", "case.previous": "???", "gone": "L", "decide.pass": "L"})
    assert keys["case.next"] == "P"
    assert keys["case.previous"] == "K"
    assert keys["decide.pass"] == "L"
    assert keys_in_force({"case.next": "P"})["case.next"] == "J"
    assert keys_in_force({"decide.pass": "K", "case.next": "P"})["case.next"] == "J"


def test_two_actions_can_change_places() -> None:
    keys = keys_in_force({"case.next": "K", "case.previous": "J"})
    assert (keys["case.next"], keys["case.previous"]) == ("K", "J")


def test_keys_of_input_methods_controls_and_editing_are_refused() -> None:
    for key, why in (("Ctrl+Space", "input_method"), ("Tab", "control"), ("Return", "control"), ("Ctrl+V", "editing")):
        with pytest.raises(KeyReserved) as refused:
            check_key(keys_in_force({}), "decide.pass", key)
        assert refused.value.why == why
    assert check_key(keys_in_force({}), "case.open", "Return") == "Return", "its own from the start"


def test_a_key_can_be_taken_away() -> None:
    assert keys_in_force({"review.undo": ""})["review.undo"] == ""


def test_a_key_cap_shows_enter_as_its_sign() -> None:
    assert cap("Ctrl+Return") == "Ctrl ↵"
    assert cap("?") == "?"
    assert cap("Ctrl+,") == "Ctrl ,"
