"""The `footplate` command: reads the arguments and calls one function of a composition root, imported on the way."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from app.cli.house import add_house
from app.cli.stats import add_stats
from app.cli.values import PROG, count, database, descriptor, port, remote, share, token_of

# What may be chosen of the audit trail, as its query names it.
CHOSEN = {
    "since": "from this moment on, as 2026-11-21T00:00:00Z",
    "until": "before this moment",
    "actor_id": "what this person did",
    "action": "this action",
    "entity": "this kind of thing, as case",
    "entity_id": "this one",
}
EXPORTS = ("labels", "reviews", "training-set", "audit", "scorecards")
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
    top.add_argument("--key-fd", metavar="N", type=descriptor, help=argparse.SUPPRESS)
    top.add_argument("--language", choices=("en", "zh_CN"), help="language of the window")
    commands = top.add_subparsers(title="commands", metavar="COMMAND")

    demo = commands.add_parser("demo", help="a server and the workstation on invented cases; leaves nothing behind")
    demo.add_argument("--cases", metavar="N", type=count, default=240, help="how many cases (default 240)")
    demo.add_argument("--seed", metavar="S", type=int, default=7, help="another seed, other cases (default 7)")
    demo.add_argument("--language", choices=("en", "zh_CN"), default=argparse.SUPPRESS, help="language of the window")
    demo.add_argument(
        "--blind-first",
        metavar="SHARE",
        type=share,
        default=0.0,
        help="share of cases, from 0 to 1, that keep the agent's word back until you have decided (default 0)",
    )
    demo.add_argument("--no-window", action="store_true", help="only serve; print where")
    demo.set_defaults(run=_demo)

    serve = commands.add_parser("serve", help="the central server")
    database(serve)
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
        type=port,
        default=said("FOOTPLATE_PORT", "8470"),
        help="port (default: FOOTPLATE_PORT, else 8470; 0 takes a free one)",
    )
    serve.add_argument(
        "--workers",
        metavar="N",
        type=count,
        default=said("FOOTPLATE_WORKERS", "1"),
        help="processes (default: FOOTPLATE_WORKERS, else 1)",
    )
    serve.set_defaults(run=_serve)

    migrate = commands.add_parser("migrate", help="bring the database to this version's tables")
    database(migrate)
    migrate.set_defaults(run=_migrate)

    add_house(commands)

    intake = commands.add_parser(
        "import", help="feed cases, withdrawals and ledger rows from a file through the intake API"
    )
    intake.add_argument("file", metavar="FILE", type=Path, help="JSON lines, plain or gzip")
    intake.add_argument(
        "--report", metavar="OUT", type=Path, help="write each rejected line there: number, pointer, code, text"
    )
    remote(intake)
    intake.set_defaults(run=_import)

    export = commands.add_parser("export", help="fetch an export from the server into a file")
    export.add_argument("what", choices=EXPORTS)
    export.add_argument("--format", choices=FORMATS, default="jsonl", dest="form")
    export.add_argument("--out", metavar="F", type=Path, required=True)
    for name, words in CHOSEN.items():
        export.add_argument(f"--{name.replace('_', '-')}", metavar=name.upper(), help=f"audit: only {words}")
    export.add_argument("--set", metavar="SET", dest="set_id", help="training-set: this one, into a folder")
    remote(export)
    export.set_defaults(run=_export)

    add_stats(commands)

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
    recover.add_argument("--key-fd", metavar="N", type=descriptor, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
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


def _import(told: argparse.Namespace) -> int:
    from app.transfer.importer import import_file

    return import_file(told.file, told.server, token_of(told), told.report)


def _export(told: argparse.Namespace) -> int:
    from app.transfer.exporter import export

    chosen = {name: value for name in CHOSEN if (value := getattr(told, name)) is not None}
    if chosen and told.what != "audit":
        print(f"{PROG}: {', '.join(f'--{name}' for name in chosen)}: for the audit trail alone", file=sys.stderr)
        return 2
    if told.set_id is not None:
        from app.transfer.training_set import fetch

        if told.what != "training-set":
            print(f"{PROG}: --set: for a training set alone", file=sys.stderr)
            return 2
        return fetch(told.set_id, told.out, told.server, token_of(told))
    return export(told.what, told.form, told.out, told.server, token_of(told), chosen=chosen)


def _doctor(told: argparse.Namespace) -> int:
    from app.desktop.doctor import Finding, Level, run

    try:
        from app.server.checkup import examine
    except ImportError:  # a workstation alone has no server to look at
        return run(server=told.server, profile=told.profile, language=told.language)
    # Nothing where this shell has no server's settings.
    of_the_server = (Finding(found.code, Level(found.level), found.values) for found in examine())
    return run(server=told.server, profile=told.profile, language=told.language, more=of_the_server)


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
    folder = Path(__file__).resolve().parents[2] / "tests" / "bench"
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
