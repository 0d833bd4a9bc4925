"""The `footplate` command: reads the arguments and calls one function of a composition root, imported on the way."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

PROG = "footplate"
ROLES = (
    "reviewer", "senior_agent", "team_lead", "bpo_agent", "sop_editor", "rules_owner", "auditor", "admin",
    "agent_service",
)  # fmt: skip
# What may be chosen of the audit trail, as its query names it.
CHOSEN = {
    "since": "from this moment on, as 2026-11-21T00:00:00Z",
    "until": "before this moment",
    "actor_id": "what this person did",
    "action": "this action",
    "entity": "this kind of thing, as case",
    "entity_id": "this one",
}
EXPORTS = ("labels", "reviews", "training-set", "audit")
DIRECTIVES = ("wipe", "logout", "drop_scope", "rotate_key", "freeze_exports")
FORMATS = ("jsonl", "csv", "parquet", "label-studio", "label-studio-config")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the process's exit code."""
    told = parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = told.run
    try:
        return command(told)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output went away; nothing more can be said to them, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog=PROG,
        description="Reviewer's workstation for the risk cases that an AI agent hands to people.",
        epilog="Without a command the workstation opens.",
    )
    top.set_defaults(run=_workstation)
    top.add_argument("--server", metavar="URL", help="address of the central server")
    top.add_argument("--profile", metavar="DIR", type=Path, help=argparse.SUPPRESS)
    top.add_argument("--key-fd", metavar="N", type=_descriptor, help=argparse.SUPPRESS)
    top.add_argument("--language", choices=("en", "zh_CN"), help="language of the window")
    commands = top.add_subparsers(title="commands", metavar="COMMAND")

    demo = commands.add_parser("demo", help="a server and the workstation on invented cases; leaves nothing behind")
    demo.add_argument("--cases", metavar="N", type=_count, default=240, help="how many cases (default 240)")
    demo.add_argument("--seed", metavar="S", type=int, default=7, help="another seed, other cases (default 7)")
    demo.add_argument("--language", choices=("en", "zh_CN"), default=argparse.SUPPRESS, help="language of the window")
    demo.add_argument(
        "--blind-first",
        metavar="SHARE",
        type=_share,
        default=0.0,
        help="share of cases, from 0 to 1, that keep the agent's word back until you have decided (default 0)",
    )
    demo.add_argument("--no-window", action="store_true", help="only serve; print where")
    demo.set_defaults(run=_demo)

    serve = commands.add_parser("serve", help="the central server")
    _database(serve)
    said = os.environ.get
    serve.add_argument(
        "--host",
        metavar="H",
        default=said("FOOTPLATE_HOST", "127.0.0.1"),
        help="address to listen on (default: FOOTPLATE_HOST, else 127.0.0.1)",
    )
    serve.add_argument(
        "--port",
        metavar="P",
        type=_port,
        default=said("FOOTPLATE_PORT", "8470"),
        help="port (default: FOOTPLATE_PORT, else 8470; 0 takes a free one)",
    )
    serve.add_argument(
        "--workers",
        metavar="N",
        type=_count,
        default=said("FOOTPLATE_WORKERS", "1"),
        help="processes (default: FOOTPLATE_WORKERS, else 1)",
    )
    serve.set_defaults(run=_serve)

    migrate = commands.add_parser("migrate", help="bring the database to this version's tables")
    _database(migrate)
    migrate.set_defaults(run=_migrate)

    _operation(commands)

    user = commands.add_parser("user", help="people and agents who may sign in")
    users = user.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add = users.add_parser("add", help="add a user; for the role agent_service print its intake token")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--role", required=True, choices=ROLES)
    add.add_argument("--vendor", metavar="V", help="the contact centre of a bpo_agent")
    add.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    _database(add)
    add.set_defaults(run=_user_add)
    along = users.add_parser("take-along", help="whether a person may take cases along without the server")
    along.add_argument("name", metavar="NAME")
    along.add_argument("allowed", choices=("on", "off"))
    _database(along)
    along.set_defaults(run=_user_take_along)

    for name, words in (("disable", "shut a person out: every session ends at once"), ("enable", "let them in again")):
        shut = users.add_parser(name, help=words)
        shut.add_argument("name", metavar="NAME")
        _database(shut)
        shut.set_defaults(run=_user_shut_out, shut=name == "disable")
    unlock = users.add_parser("unlock", help="let a name try to sign in again after too many wrong passwords")
    unlock.add_argument("name", metavar="NAME")
    _database(unlock)
    unlock.set_defaults(run=_user_unlock)
    link = users.add_parser("link", help="let a person in by the identity provider, whose issuer and subject they have")
    link.add_argument("name", metavar="NAME")
    link.add_argument("--issuer", metavar="URL", required=True)
    link.add_argument("--subject", metavar="S", required=True, help="the claim sub of their ID token")
    _database(link)
    link.set_defaults(run=_user_link)
    _rights(commands)
    _seats(commands)
    _webhooks(commands)

    intake = commands.add_parser("import", help="feed cases and ledger rows from a file through the intake API")
    intake.add_argument("file", metavar="FILE", type=Path, help="JSON lines, plain or gzip")
    _remote(intake)
    intake.set_defaults(run=_import)

    export = commands.add_parser("export", help="fetch an export from the server into a file")
    export.add_argument("what", choices=EXPORTS)
    export.add_argument("--format", choices=FORMATS, default="jsonl", dest="form")
    export.add_argument("--out", metavar="F", type=Path, required=True)
    for name, words in CHOSEN.items():
        export.add_argument(f"--{name.replace('_', '-')}", metavar=name.upper(), help=f"audit: only {words}")
    _remote(export)
    export.set_defaults(run=_export)

    doctor = commands.add_parser("doctor", help="what is wrong on this machine, and what to do about it")
    doctor.add_argument(
        "--server", metavar="URL", default=argparse.SUPPRESS, help="server to try instead of the one in settings"
    )
    doctor.add_argument("--profile", metavar="DIR", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    doctor.add_argument("--language", choices=("en", "zh_CN"), default=argparse.SUPPRESS)
    doctor.set_defaults(run=_doctor)

    recover = commands.add_parser(
        "recover",
        help="unsent work of a seat whose key is lost, for whoever holds the organisation's private key",
        description="Lists the unsent work of a profile, of a sealed file, or of a file written with --out; writes it"
        " to a file, or brings it into another profile, where its author's session sends it. `footplate recover keygen"
        " --out FILE` makes a pair of keys.",
    )
    recover.add_argument("source", metavar="SOURCE", type=Path, help="a profile folder, a file, or the word keygen")
    recover.add_argument("--key", metavar="FILE", type=Path, help="the organisation's private key")
    recover.add_argument("--out", metavar="FILE", type=Path, help="write it there, readable (or the new private key)")
    recover.add_argument(
        "--into", metavar="DIR", type=Path, nargs="?", const=Path(), help="bring it into this profile (default: own)"
    )
    recover.add_argument("--names", action="store_true", help="tell the names that the authors sign in with")
    recover.add_argument("--key-fd", metavar="N", type=_descriptor, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    recover.add_argument("--language", choices=("en", "zh_CN"), default=argparse.SUPPRESS)
    recover.set_defaults(run=_recover)

    rotate = commands.add_parser("rotate-key", help="give this seat's files another key, while its window is closed")
    rotate.add_argument("--profile", metavar="DIR", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    rotate.add_argument("--language", choices=("en", "zh_CN"), default=argparse.SUPPRESS)
    rotate.set_defaults(run=_rotate_key)

    bench = commands.add_parser("bench", help="run a benchmark, where the sources are present")
    bench.add_argument("name", metavar="NAME", nargs="?", help="one of tests/bench; without it, say which there are")
    bench.add_argument("rest", nargs=argparse.REMAINDER, help="arguments of the benchmark")
    bench.set_defaults(run=_bench)
    return top


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
    _database(head)
    head.set_defaults(run=_audit_head)
    keygen = which.add_parser("keygen", help="make the key that signs; prints the public one")
    keygen.add_argument("--out", metavar="FILE", type=Path, required=True, help="where the private one is written")
    keygen.set_defaults(run=_audit_keygen)

    backup = commands.add_parser("backup", help="copy an SQLite database while it is in use (PostgreSQL: pg_dump)")
    backup.add_argument("out", metavar="FILE", type=Path)
    _database(backup)
    backup.set_defaults(run=_backup)
    restored = commands.add_parser("restored", help="say that the database came back from a backup, before serving it")
    _database(restored)
    restored.set_defaults(run=_restored)


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
    rotate.add_argument("--overlap", metavar="HOURS", type=_whole, default=24, help="for how long (default 24 hours)")
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
    _remote(parser)
    parser.set_defaults(run=_webhook, webhook=name)
    return parser


def _rights(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """What roles allow, and the tokens of services."""
    role = commands.add_parser("role", help="what roles allow: looked at, granted, withdrawn")
    which = role.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listed = which.add_parser("list", help="a line for each role and capability")
    listed.add_argument("role", metavar="ROLE", nargs="?", choices=ROLES)
    _database(listed)
    listed.set_defaults(run=_role_list)
    for name, words in (("grant", "give capabilities to a role"), ("withdraw", "take capabilities from a role")):
        one = which.add_parser(name, help=f"{words}; takes effect at once")
        one.add_argument("role", metavar="ROLE", choices=ROLES)
        one.add_argument("capabilities", metavar="CAPABILITY", nargs="+")
        _database(one)
        one.set_defaults(run=_role_change, change=name)

    token = commands.add_parser("token", help="tokens of services: made, rotated, listed, revoked")
    what = token.add_subparsers(title="commands", metavar="COMMAND", required=True)
    tokens = what.add_parser("list", help="without themselves, one JSON object a line")
    _database(tokens)
    tokens.set_defaults(run=_token_list)
    add = what.add_parser("add", help="print a new token of a service")
    add.add_argument("service", metavar="SERVICE", help="the name of a user with the role agent_service")
    add.add_argument("--label", metavar="L", default="", help="what you call it")
    add.add_argument("--scope", metavar="CAPABILITY", action="append", help="may be repeated (default: the whole role)")
    rotate = what.add_parser("rotate", help="print a new token in the place of another, which lives on for a while")
    rotate.add_argument("token_id", metavar="ID")
    rotate.add_argument("--overlap-hours", metavar="H", type=_hours, default=24, help="how long (default 24)")
    revoke = what.add_parser("revoke", help="end a token at once")
    revoke.add_argument("token_id", metavar="ID")
    for one, run in ((add, _token_add), (rotate, _token_rotate), (revoke, _token_revoke)):
        _database(one)
        one.set_defaults(run=run)
    for one in (add, rotate):
        one.add_argument("--days", metavar="N", type=_days, default=365, help="how long it is good for (default 365)")


def _seats(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """What is done to seats: by the server's word, and by directives that a key outside of it signs."""
    seat = commands.add_parser("device", help="seats: listed, revoked, let in again, emptied")
    what = seat.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listed = what.add_parser("list", help="the seats, one JSON object a line")
    listed.add_argument("--all", action="store_true", help="those of everybody whom you may manage")
    _remote(listed)
    listed.set_defaults(run=_device_list)
    for name, words in (("revoke", "end every session of a seat at once"), ("restore", "let a revoked seat in again")):
        one = what.add_parser(name, help=words)
        one.add_argument("device", metavar="DEVICE")
        _remote(one)
        one.set_defaults(run=_device_change, change=name)
    wipe = what.add_parser("wipe", help="sign the order to empty a seat, and hand it over")
    wipe.add_argument("device", metavar="DEVICE")
    wipe.add_argument("--key", metavar="FILE", type=Path, required=True, help="the private directive key")
    wipe.add_argument("--now", action="store_true", help="do not send unsent work before; it is sealed all the same")
    _remote(wipe)
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
    _remote(send)
    send.set_defaults(run=_directive_send)


def _database(of: argparse.ArgumentParser) -> None:
    of.add_argument(
        "--database",
        metavar="URL",
        default=os.environ.get("FOOTPLATE_DATABASE"),
        help="postgresql+psycopg://… or sqlite:///FILE (default: FOOTPLATE_DATABASE, else a file of its own)",
    )


def _remote(of: argparse.ArgumentParser) -> None:
    of.add_argument("--server", metavar="URL", required=True)
    of.add_argument(
        "--token",
        metavar="T",
        default=os.environ.get("FOOTPLATE_TOKEN"),
        help="access or intake token (or FOOTPLATE_TOKEN, which other users of the machine cannot see)",
    )


def _count(text: str) -> int:
    return _number(text, 1, "a whole number from 1")


def _whole(text: str) -> int:
    return _number(text, 0, "a whole number from 0")


def _port(text: str) -> int:
    return _number(text, 0, "a port from 0 to 65535", most=65535)


def _days(text: str) -> int:
    return _number(text, 1, "a number of days from 1 to 400", most=400)


def _hours(text: str) -> int:
    return _number(text, 0, "a number of hours from 0 to 720", most=720)


def _descriptor(text: str) -> int:
    return _number(text, 0, "a number from 0")


def _share(text: str) -> float:
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


# ---------------------------------------------------------------------------------------------- the commands
def _workstation(told: argparse.Namespace) -> int:
    from app.desktop.__main__ import main as workstation

    return workstation(server=told.server, profile=told.profile, key_fd=told.key_fd, language=told.language)


def _demo(told: argparse.Namespace) -> int:
    from app.demo.run import main as demo

    return demo(
        cases=told.cases,
        seed=told.seed,
        language=told.language,
        window=not told.no_window,
        blind_first=told.blind_first,
    )


def _serve(told: argparse.Namespace) -> int:
    from app.server.bootstrap import serve

    return serve(database=told.database, host=told.host, port=told.port, workers=told.workers)


def _migrate(told: argparse.Namespace) -> int:
    from app.server.bootstrap import migrate

    return migrate(database=told.database)


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


def _user_add(told: argparse.Namespace) -> int:
    from app.server.bootstrap import add_user

    password: str | None = None
    if told.password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    elif told.role != "agent_service":
        import getpass

        password = getpass.getpass("Password: ")
    return add_user(told.name, role=told.role, vendor=told.vendor, password=password, database=told.database)


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

    return devices(told.server, _token(told), everybody=told.all)


def _device_change(told: argparse.Namespace) -> int:
    from app.transfer.directives import change

    return change(told.server, _token(told), told.device, told.change)


def _device_wipe(told: argparse.Namespace) -> int:
    from app.transfer.directives import wipe

    return wipe(told.device, told.key, told.server, _token(told), upload_first=not told.now)


def _directive_keygen(told: argparse.Namespace) -> int:
    from app.transfer.directives import keygen

    return keygen(told.out)


def _directive_sign(told: argparse.Namespace) -> int:
    from app.transfer.directives import sign

    return sign(told.kind, told.device, told.key, upload_first=not told.now, on=not told.off)


def _directive_send(told: argparse.Namespace) -> int:
    from app.transfer.directives import send

    data = sys.stdin.buffer.read() if told.file == "-" else Path(told.file).read_bytes()
    return send(told.server, _token(told), data)


def _import(told: argparse.Namespace) -> int:
    from app.transfer.importer import import_file

    return import_file(told.file, told.server, _token(told))


def _webhook(told: argparse.Namespace) -> int:
    from app.transfer import webhooks

    there = told.server, _token(told)
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


def _export(told: argparse.Namespace) -> int:
    from app.transfer.exporter import export

    chosen = {name: value for name in CHOSEN if (value := getattr(told, name)) is not None}
    if chosen and told.what != "audit":
        print(f"{PROG}: {', '.join(f'--{name}' for name in chosen)}: for the audit trail alone", file=sys.stderr)
        return 2
    return export(told.what, told.form, told.out, told.server, _token(told), chosen=chosen)


def _token(told: argparse.Namespace) -> str:
    if not told.token:
        print(f"{PROG}: a token is needed: --token T, or FOOTPLATE_TOKEN in the environment", file=sys.stderr)
        raise SystemExit(2)
    return str(told.token)


def _doctor(told: argparse.Namespace) -> int:
    from app.desktop.doctor import run

    return run(server=told.server, profile=told.profile, language=told.language)


def _recover(told: argparse.Namespace) -> int:
    from app.desktop.bootstrap.recover import keygen, own_profile, recover

    if told.source == Path("keygen"):
        if told.out is None:
            print(f"{PROG}: recover keygen needs --out FILE for the private key", file=sys.stderr)
            return 2
        return keygen(out=told.out, language=told.language)
    return recover(
        told.source,
        key=told.key,
        out=told.out,
        into=own_profile() if told.into == Path() else told.into,
        key_fd=told.key_fd,
        names=told.names,
        language=told.language,
    )


def _rotate_key(told: argparse.Namespace) -> int:
    from app.desktop.bootstrap.recover import own_profile, rotate_key

    return rotate_key(profile=told.profile or own_profile(), key_fd=told.key_fd, language=told.language)


def _bench(told: argparse.Namespace) -> int:
    folder = Path(__file__).resolve().parent.parent / "tests" / "bench"
    known = sorted(file.stem.removeprefix("bench_") for file in folder.glob("bench_*.py")) if folder.is_dir() else []
    if not known:
        print(f"{PROG}: no benchmarks here; they are in a checkout of the sources", file=sys.stderr)
        return 2
    if told.name is None:
        print("\n".join(known))
        return 0
    if told.name not in known:
        print(f"{PROG}: no benchmark {told.name}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    import subprocess

    command = [sys.executable, "-m", f"tests.bench.bench_{told.name}", *told.rest]
    return subprocess.run(command, cwd=folder.parent.parent, check=False).returncode  # noqa: S603
