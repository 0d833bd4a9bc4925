"""The commands of whoever runs a house: its trail and backups, people, roles, tokens, seats and webhooks."""

import argparse
import sys
from pathlib import Path

from app.cli.values import PROG, database, days, hours, remote, token_of, whole

ROLES = (
    "reviewer", "senior_agent", "team_lead", "bpo_agent", "sop_editor", "rules_owner", "auditor", "admin",
    "agent_service",
)  # fmt: skip
DIRECTIVES = ("wipe", "logout", "drop_scope", "rotate_key", "freeze_exports")


def add_house(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """All of them."""
    _operation(commands)
    _people(commands)
    _rights(commands)
    _seats(commands)
    _webhooks(commands)


def _people(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Who may sign in."""
    user = commands.add_parser("user", help="people and agents who may sign in")
    users = user.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add = users.add_parser("add", help="add a user; for the role agent_service print its intake token")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--role", required=True, choices=ROLES)
    add.add_argument("--vendor", metavar="V", help="the contact centre of a bpo_agent")
    add.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    database(add)
    add.set_defaults(run=_user_add)
    along = users.add_parser("take-along", help="whether a person may take cases along without the server")
    along.add_argument("name", metavar="NAME")
    along.add_argument("allowed", choices=("on", "off"))
    database(along)
    along.set_defaults(run=_user_take_along)
    team = users.add_parser("team", help="whose work a person's is counted with; nobody's without TEAM")
    team.add_argument("name", metavar="NAME")
    team.add_argument("team", metavar="TEAM", nargs="?")
    database(team)
    team.set_defaults(run=_user_team)

    for name, words in (("disable", "shut a person out: every session ends at once"), ("enable", "let them in again")):
        shut = users.add_parser(name, help=words)
        shut.add_argument("name", metavar="NAME")
        database(shut)
        shut.set_defaults(run=_user_shut_out, shut=name == "disable")
    unlock = users.add_parser("unlock", help="let a name try to sign in again after too many wrong passwords")
    unlock.add_argument("name", metavar="NAME")
    database(unlock)
    unlock.set_defaults(run=_user_unlock)
    link = users.add_parser("link", help="let a person in by the identity provider, whose issuer and subject they have")
    link.add_argument("name", metavar="NAME")
    link.add_argument("--issuer", metavar="URL", required=True)
    link.add_argument("--subject", metavar="S", required=True, help="the claim sub of their ID token")
    database(link)
    link.set_defaults(run=_user_link)


def _operation(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """What is done with a server's database beside serving it."""
    audit = commands.add_parser("audit", help="the audit trail: checked, its head signed, the key for that")
    which = audit.add_subparsers(title="commands", metavar="COMMAND", required=True)
    verify = which.add_parser("verify", help="check an export, or a database; names the first row that is wrong")
    verify.add_argument("file", metavar="FILE", nargs="?", type=Path, help="an export, plain or gzip")
    verify.add_argument("--file", metavar="FILE", type=Path, dest="other_file", help=argparse.SUPPRESS)
    verify.add_argument(
        "--key", metavar="K", action="append", default=[], help="a public key that may have signed; may be repeated"
    )
    verify.add_argument("--heads", metavar="FILE", type=Path, help="signed heads that were kept somewhere else")
    verify.add_argument("--database", metavar="URL", help="check this database instead of a file")
    verify.set_defaults(run=_audit_verify)
    head = which.add_parser("head", help="sign how far the trail has come (FOOTPLATE_AUDIT_KEY_FILE), and print it")
    database(head)
    head.set_defaults(run=_audit_head)
    keygen = which.add_parser("keygen", help="make the key that signs; prints the public one")
    keygen.add_argument("--out", metavar="FILE", type=Path, required=True, help="where the private one is written")
    keygen.set_defaults(run=_audit_keygen)

    backup = commands.add_parser("backup", help="copy an SQLite database while it is in use (PostgreSQL: pg_dump)")
    backup.add_argument("out", metavar="FILE", type=Path)
    database(backup)
    backup.set_defaults(run=_backup)
    restored = commands.add_parser("restored", help="say that the database came back from a backup, before serving it")
    database(restored)
    restored.set_defaults(run=_restored)
    rotate = commands.add_parser("rotate-keys", help="sign access tokens with a new key, as after a backup was lost")
    database(rotate)
    rotate.set_defaults(run=_rotate_keys)


def _webhooks(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Where the server sends what happens, for whoever runs it."""
    hooks = commands.add_parser("webhook", help="where the server sends what happens")
    what = hooks.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _hook(what, "list", "the endpoints, one JSON object a line", one=False)
    add = _hook(what, "add", "a new endpoint; prints its secret, once", one=False)
    add.add_argument("url", metavar="URL", help="https://…")
    add.add_argument("--event", metavar="TYPE", action="append", default=[], help="a type to send (default: every one)")
    add.add_argument("--description", metavar="TEXT", default="")
    for name, words in (
        ("enable", "switch an endpoint on again"),
        ("disable", "switch an endpoint off"),
        ("remove", "take an endpoint away, with its log"),
        ("test", "have a message of the type webhook.test sent"),
    ):
        _hook(what, name, words)
    rotate = _hook(what, "rotate", "print a new secret; the one before signs beside it for a while")
    rotate.add_argument("--overlap", metavar="HOURS", type=whole, default=24, help="for how long (default 24 hours)")
    log = _hook(what, "log", "what an endpoint was sent, newest first, one JSON object a line")
    log.add_argument("--state", choices=("waiting", "delivered", "failed"))
    replay = _hook(what, "replay", "have what failed sent again")
    replay.add_argument("--since", metavar="TIME", required=True, help="ISO 8601 with an offset")
    replay.add_argument("--all", action="store_true", help="what was taken as well")


def _hook(
    what: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, words: str, *, one: bool = True
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = what.add_parser(name, help=words)
    if one:
        parser.add_argument("endpoint", metavar="ENDPOINT")
    remote(parser)
    parser.set_defaults(run=_webhook, webhook=name)
    return parser


def _rights(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """What roles allow, and the tokens of services."""
    role = commands.add_parser("role", help="what roles allow: looked at, granted, withdrawn")
    which = role.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listed = which.add_parser("list", help="a line for each role and capability")
    listed.add_argument("role", metavar="ROLE", nargs="?", choices=ROLES)
    database(listed)
    listed.set_defaults(run=_role_list)
    for name, words in (("grant", "give capabilities to a role"), ("withdraw", "take capabilities from a role")):
        one = which.add_parser(name, help=f"{words}; takes effect at once")
        one.add_argument("role", metavar="ROLE", choices=ROLES)
        one.add_argument("capabilities", metavar="CAPABILITY", nargs="+")
        database(one)
        one.set_defaults(run=_role_change, change=name)

    token = commands.add_parser("token", help="tokens of services: made, rotated, listed, revoked")
    what = token.add_subparsers(title="commands", metavar="COMMAND", required=True)
    tokens = what.add_parser("list", help="without themselves, one JSON object a line")
    database(tokens)
    tokens.set_defaults(run=_token_list)
    add = what.add_parser("add", help="print a new token of a service")
    add.add_argument("service", metavar="SERVICE", help="the name of a user with the role agent_service")
    add.add_argument("--label", metavar="L", default="", help="what you call it")
    add.add_argument("--scope", metavar="CAPABILITY", action="append", help="may be repeated (default: the whole role)")
    rotate = what.add_parser("rotate", help="print a new token in the place of another, which lives on for a while")
    rotate.add_argument("token_id", metavar="ID")
    rotate.add_argument("--overlap-hours", metavar="H", type=hours, default=24, help="how long (default 24)")
    revoke = what.add_parser("revoke", help="end a token at once")
    revoke.add_argument("token_id", metavar="ID")
    for one, run in ((add, _token_add), (rotate, _token_rotate), (revoke, _token_revoke)):
        database(one)
        one.set_defaults(run=run)
    for one in (add, rotate):
        one.add_argument("--days", metavar="N", type=days, default=365, help="how long it is good for (default 365)")


def _seats(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """What is done to seats: by the server's word, and by directives that a key outside of it signs."""
    seat = commands.add_parser("device", help="seats: listed, revoked, let in again, emptied")
    what = seat.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listed = what.add_parser("list", help="the seats, one JSON object a line")
    listed.add_argument("--all", action="store_true", help="those of everybody whom you may manage")
    remote(listed)
    listed.set_defaults(run=_device_list)
    for name, words in (("revoke", "end every session of a seat at once"), ("restore", "let a revoked seat in again")):
        one = what.add_parser(name, help=words)
        one.add_argument("device", metavar="DEVICE")
        remote(one)
        one.set_defaults(run=_device_change, change=name)
    wipe = what.add_parser("wipe", help="sign the order to empty a seat, and hand it over")
    wipe.add_argument("device", metavar="DEVICE")
    wipe.add_argument("--key", metavar="FILE", type=Path, required=True, help="the private directive key")
    wipe.add_argument("--now", action="store_true", help="do not send unsent work before; it is sealed all the same")
    remote(wipe)
    wipe.set_defaults(run=_device_wipe)

    directive = commands.add_parser("directive", help="orders for seats, signed with a key that no server has")
    which = directive.add_subparsers(title="commands", metavar="COMMAND", required=True)
    keygen = which.add_parser("keygen", help="make a key pair; prints the public one")
    keygen.add_argument("--out", metavar="FILE", type=Path, required=True, help="where the private one is written")
    keygen.set_defaults(run=_directive_keygen)
    sign = which.add_parser("sign", help="print a signed directive; nothing is sent")
    sign.add_argument("kind", choices=DIRECTIVES)
    sign.add_argument("--device", metavar="DEVICE", required=True)
    sign.add_argument("--key", metavar="FILE", type=Path, required=True, help="the private directive key")
    sign.add_argument("--now", action="store_true", help="wipe: do not send unsent work before")
    sign.add_argument("--off", action="store_true", help="freeze_exports: lift it again")
    sign.set_defaults(run=_directive_sign)
    send = which.add_parser("send", help="hand a signed directive over to the server")
    send.add_argument("file", metavar="FILE", help="what `sign` printed; - for standard input")
    remote(send)
    send.set_defaults(run=_directive_send)


def _audit_verify(told: argparse.Namespace) -> int:
    file = told.file or told.other_file
    if (file is None) == (told.database is None):
        print(f"{PROG}: audit verify takes a FILE, or --database URL", file=sys.stderr)
        return 2
    from app.transfer.audit_file import verify, verify_database

    if file is not None:
        return verify(file, told.key, told.heads)
    return verify_database(told.database, told.key, told.heads)


def _audit_head(told: argparse.Namespace) -> int:
    from app.server.operation import sign_head

    return sign_head(told.database)


def _audit_keygen(told: argparse.Namespace) -> int:
    from app.server.operation import keygen

    return keygen(told.out)


def _backup(told: argparse.Namespace) -> int:
    from app.server.operation import backup

    return backup(told.database, told.out)


def _restored(told: argparse.Namespace) -> int:
    from app.server.operation import begin_anew

    return begin_anew(told.database)


def _rotate_keys(told: argparse.Namespace) -> int:
    from app.server.operation import rotate_keys

    return rotate_keys(told.database)


def _user_add(told: argparse.Namespace) -> int:
    from app.server.bootstrap import add_user

    password: str | None = None
    if told.password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    elif told.role != "agent_service":
        import getpass

        password = getpass.getpass("Password: ")
    return add_user(told.name, role=told.role, vendor=told.vendor, password=password, database=told.database)


def _user_team(told: argparse.Namespace) -> int:
    from app.server.bootstrap import put_in_team

    return put_in_team(told.name, told.team, database=told.database)


def _user_take_along(told: argparse.Namespace) -> int:
    from app.server.bootstrap import let_take_along

    return let_take_along(told.name, told.allowed == "on", database=told.database)


def _user_shut_out(told: argparse.Namespace) -> int:
    from app.server.bootstrap import shut_out

    return shut_out(told.name, told.shut, database=told.database)


def _user_unlock(told: argparse.Namespace) -> int:
    from app.server.console import unlock_user

    return unlock_user(told.database, told.name)


def _user_link(told: argparse.Namespace) -> int:
    from app.server.console import link_user

    return link_user(told.database, told.name, told.issuer, told.subject)


def _role_list(told: argparse.Namespace) -> int:
    from app.server.console import list_roles

    return list_roles(told.database, told.role)


def _role_change(told: argparse.Namespace) -> int:
    from app.server.console import change_role

    return change_role(told.database, told.role, **{told.change: tuple(told.capabilities)})


def _token_list(told: argparse.Namespace) -> int:
    from app.server.console import list_tokens

    return list_tokens(told.database)


def _token_add(told: argparse.Namespace) -> int:
    from app.server.console import add_token

    scopes = tuple(told.scope) if told.scope else None
    return add_token(told.database, told.service, told.label, scopes, told.days)


def _token_rotate(told: argparse.Namespace) -> int:
    from app.server.console import rotate_token

    return rotate_token(told.database, told.token_id, told.overlap_hours, told.days)


def _token_revoke(told: argparse.Namespace) -> int:
    from app.server.console import revoke_token

    return revoke_token(told.database, told.token_id)


def _device_list(told: argparse.Namespace) -> int:
    from app.transfer.directives import devices

    return devices(told.server, token_of(told), everybody=told.all)


def _device_change(told: argparse.Namespace) -> int:
    from app.transfer.directives import change

    return change(told.server, token_of(told), told.device, told.change)


def _device_wipe(told: argparse.Namespace) -> int:
    from app.transfer.directives import wipe

    return wipe(told.device, told.key, told.server, token_of(told), upload_first=not told.now)


def _directive_keygen(told: argparse.Namespace) -> int:
    from app.transfer.directives import keygen

    return keygen(told.out)


def _directive_sign(told: argparse.Namespace) -> int:
    from app.transfer.directives import sign

    return sign(told.kind, told.device, told.key, upload_first=not told.now, on=not told.off)


def _directive_send(told: argparse.Namespace) -> int:
    from app.transfer.directives import send

    data = sys.stdin.buffer.read() if told.file == "-" else Path(told.file).read_bytes()
    return send(told.server, token_of(told), data)


def _webhook(told: argparse.Namespace) -> int:
    from app.transfer import webhooks

    there = told.server, token_of(told)
    match told.webhook:
        case "list":
            return webhooks.show(*there)
        case "add":
            return webhooks.add(*there, told.url, told.event, told.description)
        case "enable" | "disable":
            return webhooks.switch(*there, told.endpoint, told.webhook == "enable")
        case "rotate":
            return webhooks.rotate(*there, told.endpoint, told.overlap)
        case "log":
            return webhooks.log(*there, told.endpoint, told.state)
        case "replay":
            return webhooks.replay(*there, told.endpoint, told.since, told.all)
    return {"remove": webhooks.remove, "test": webhooks.test}[told.webhook](*there, told.endpoint)
