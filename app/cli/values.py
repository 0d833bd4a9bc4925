"""Arguments that several commands take."""

import argparse
import os
import sys

PROG = "footplate"


def database(of: argparse.ArgumentParser) -> None:
    of.add_argument(
        "--database",
        metavar="URL",
        default=os.environ.get("FOOTPLATE_DATABASE"),
        help="postgresql+psycopg://… or sqlite:///FILE (default: FOOTPLATE_DATABASE, else a file of its own)",
    )


def remote(of: argparse.ArgumentParser) -> None:
    of.add_argument("--server", metavar="URL", required=True)
    of.add_argument(
        "--token",
        metavar="T",
        default=os.environ.get("FOOTPLATE_TOKEN"),
        help="access or intake token (or FOOTPLATE_TOKEN, which other users of the machine cannot see)",
    )


def count(text: str) -> int:
    return _number(text, 1, "a whole number from 1")


def whole(text: str) -> int:
    return _number(text, 0, "a whole number from 0")


def port(text: str) -> int:
    return _number(text, 0, "a port from 0 to 65535", most=65535)


def days(text: str) -> int:
    return _number(text, 1, "a number of days from 1 to 400", most=400)


def hours(text: str) -> int:
    return _number(text, 0, "a number of hours from 0 to 720", most=720)


def descriptor(text: str) -> int:
    return _number(text, 0, "a number from 0")


def share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a share from 0 to 1")
    return value


def _number(text: str, least: int, wanted: str, *, most: int = 2**31 - 1) -> int:
    value = int(text) if text.isascii() and text.isdecimal() and len(text) < 11 else -1
    if not least <= value <= most:
        raise argparse.ArgumentTypeError(f"{text!r} is not {wanted}")
    return value


def token_of(told: argparse.Namespace) -> str:
    if not told.token:
        print(f"{PROG}: a token is needed: --token T, or FOOTPLATE_TOKEN in the environment", file=sys.stderr)
        raise SystemExit(2)
    return str(told.token)
