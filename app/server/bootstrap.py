"""The composition root of the server: what `footplate serve`, `migrate` and `user add` run."""

import asyncio
import gc
import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import uvicorn
from litestar.types import ASGIApp
from sqlalchemy import URL, Engine
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from app.contract import structures
from app.domain.roles import Role
from app.server import memory
from app.server.config import Settings, from_environment
from app.server.jobs.registry import every_job
from app.server.jobs.runner import JobRunner
from app.server.observability import LibraryLines, Log, Metrics
from app.server.routes.app import create_app
from app.server.routes.deps import Services
from app.server.routes.wire import Wire
from app.server.security import audit_key, passwords
from app.server.security.audit_key import AuditKey
from app.server.storage import object_store, schema, state, vendor_net
from app.server.storage.engine import CONNECTIONS, open_engine
from app.server.storage.files import AttachmentStore, FolderStore
from app.server.storage.migrations.indexes import OtherIndex
from app.server.storage.unit_of_work import Storage
from app.server.usecases.people import NotAdded
from app.server.usecases.people import add_user as store_user
from app.server.usecases.people import let_take_along as store_take_along
from app.server.usecases.people import put_in_team as store_team
from app.server.usecases.people import shut_out as store_shut_out
from app.server.usecases.session import SessionKeys

DATABASE, WORKERS = "FOOTPLATE_DATABASE", "FOOTPLATE_WORKERS"  # handed on to the workers
SWITCH_SECONDS = 0.0005
"""For so long a thread keeps the interpreter from another that waits for it. Most of them wait for the database, and
what they do with its answer is short: with the usual ten times that, one answer lies while another is encoded."""
GARBAGE_AFTER = 50_000  # objects more than before, until the interpreter looks for cycles among them


class CannotServe(Exception):
    """The server cannot start; the message says what to do."""


def default_database() -> str:
    """A file of its own in the user's data folder (XDG_DATA_HOME)."""
    return f"sqlite:///{_data_folder() / 'server.db'}"


def _data_folder() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "footplate"


def open_storage(database: str, connections: int = CONNECTIONS) -> Storage:
    """The database, looked at: a fresh SQLite file gets its tables, an old schema is refused. Raises CannotServe."""
    engine = _engine(database, connections)
    try:
        if schema.is_fresh(engine) and engine.dialect.name == "sqlite":
            schema.upgrade(engine)
        _check(engine)
    except SQLAlchemyError as error:
        engine.dispose()
        raise CannotServe(f"the database cannot be opened: {type(error).__name__}") from error
    except CannotServe:
        engine.dispose()
        raise
    return Storage(engine, lambda: datetime.now(UTC))


def _engine(database: str, connections: int = CONNECTIONS) -> Engine:
    try:
        return open_engine(database, connections)
    except (ArgumentError, ImportError):
        # The address itself is not repeated: a password may stand in it.
        raise CannotServe("the database's address is sqlite:///FILE or postgresql+psycopg://…") from None
    except OSError as error:
        raise CannotServe(f"the database's folder cannot be made: {error.strerror}") from error


def _check(engine: Engine) -> None:
    if schema.fits(engine):
        return
    here, wanted = schema.current_revision(engine), schema.newest_revision()
    if here is not None and here > wanted:
        raise CannotServe(f"the database's tables are at version {here}, too new for this program ({wanted})")
    raise CannotServe(f"the database's tables are at version {here or 'none'}, this is {wanted}: footplate migrate")


def services(storage: Storage, settings: Settings) -> Services:
    """Everything that requests share."""
    storage.policy = settings.policy()
    with storage.read() as connection:
        secret = state.read(connection, state.TOKEN_KEY)
    if secret is None:
        raise CannotServe("the database was never set up: footplate migrate")
    log = Log()
    LibraryLines(log).install()
    with storage.read() as connection:
        if connection.dialect.name == "postgresql" and not vendor_net.is_usable(connection):
            log.line("vendor_net_absent")
    files = file_store(storage.engine.url, settings)
    keys, key = SessionKeys(bytes.fromhex(secret), settings), read_audit_key(settings)
    own = (("process", str(os.getpid())),) if int(os.environ.get(WORKERS, "1")) > 1 else ()
    return Services(storage, settings, keys, log, Metrics(own), files, key)


def read_audit_key(settings: Settings) -> AuditKey | None:
    """The key that signs the audit trail; None where none is named. Raises CannotServe."""
    try:
        return audit_key.load(Path(settings.audit_key_file)) if settings.audit_key_file else None
    except ValueError as error:
        raise CannotServe(str(error)) from None


def file_store(database: URL, settings: Settings) -> AttachmentStore:
    """Where the bytes behind the evidence are kept: in an S3-compatible store or in a folder. Raises CannotServe."""
    if not settings.files.startswith(object_store.SCHEME):
        return FolderStore(files_folder(database, settings))
    try:
        return object_store.ObjectStore(settings.files, endpoint=settings.s3_endpoint, region=settings.s3_region)
    except ImportError:
        raise CannotServe("files in an S3-compatible store need obstore: pip install 'footplate[s3]'") from None
    except ValueError as error:
        raise CannotServe(str(error)) from None


def files_folder(database: URL, settings: Settings) -> Path:
    """Where the files behind the evidence lie: as told, else beside an SQLite file, else in the user's data folder."""
    if settings.files:
        return Path(settings.files)
    if database.get_backend_name() == "sqlite" and database.database:
        return Path(f"{database.database}.files")
    return _data_folder() / "files"


def application() -> ASGIApp:
    """What each worker process runs; the database is named in the environment."""
    memory.hold_little()
    settings = from_environment()
    passwords.prepare()
    # One for each request that is worked on, one for the jobs, and one to spare for whoever watches.
    shared = services(open_storage(os.environ[DATABASE], settings.threads + 2), settings)
    jobs = JobRunner(
        shared.storage, every_job(settings, shared.files) if settings.jobs else (), shared.log, shared.metrics
    )

    @contextmanager
    def beside() -> Iterator[None]:
        with jobs.running(), draining(shared), memory.given_back():
            yield

    sys.setswitchinterval(SWITCH_SECONDS)
    app = create_app(shared, beside=beside)
    structures.read_all()
    _leave_alone()
    return app


def _leave_alone() -> None:
    """What was made until here lives as long as the process, and a page of cases is a hundred thousand short-lived
    objects without a cycle: looking for cycles in all of it took a quarter of the time of a batch of commands."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_AFTER, 20, 20)


@contextmanager
def draining(shared: Services) -> Iterator[None]:
    """Inside, the first word to stop lets go on serving for `drain_seconds`, while /readyz says no and every answer
    closes its connection, so that whoever sends requests here looks elsewhere; then, or at the second word, the server
    takes none any more and finishes those in hand."""
    seconds = shared.settings.drain_seconds
    if not seconds or threading.current_thread() is not threading.main_thread():
        yield
        return
    loop, ended = asyncio.get_running_loop(), threading.Event()
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def end(number: int, frame: FrameType | None) -> None:
        handler = before[signal.Signals(number)]
        if callable(handler) and not ended.is_set():
            ended.set()
            handler(number, frame)

    def told(number: int, frame: FrameType | None) -> None:
        if shared.stopping.is_set():
            end(number, frame)
            return
        shared.stopping.set()
        loop.call_soon_threadsafe(loop.call_later, seconds, end, number, None)

    for number in before:
        signal.signal(number, told)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def serve(database: str | None, host: str = "127.0.0.1", port: int = 8470, workers: int = 1) -> int:
    """Serve until told to stop (SIGTERM, SIGINT); then requests in hand are finished. Prints one line
    {"url": …} once the address is listened on. The process's exit code."""
    database = database or default_database()
    try:
        settings = from_environment()
        read_audit_key(settings)
        open_storage(database).engine.dispose()
    except (CannotServe, ValueError) as error:
        print(f"footplate: {error}", file=sys.stderr)
        return 1
    os.environ |= {DATABASE: database, WORKERS: str(workers)}
    try:
        listener = _listen(host, port)
    except OSError as error:
        print(f"footplate: cannot listen on {host} port {port}: {error.strerror}", file=sys.stderr)
        return 1
    bound = listener.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    config = uvicorn.Config(
        "app.server.bootstrap:application",
        factory=True,
        workers=workers,
        access_log=False,
        log_config=None,
        lifespan="on",
        server_header=False,
        date_header=True,
        timeout_graceful_shutdown=settings.stop_seconds,
        timeout_keep_alive=30,
        http=Wire,
        ws="none",
    )
    url = f"http://{shown}:{bound}"
    if workers > 1:
        return _serve_many(config, listener, url)
    return _Server(config, url).serve_until_told(listener)


class _Server(uvicorn.Server):
    """Says where it listens once it does."""

    def __init__(self, config: uvicorn.Config, url: str) -> None:
        super().__init__(config)
        self._url = url

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            _tell(self._url)

    def serve_until_told(self, listener: socket.socket) -> int:
        # uvicorn finishes the requests in hand and then raises the signal again; by then nothing is left to end.
        for told in (signal.SIGTERM, signal.SIGINT):
            signal.signal(told, lambda _number, _frame: None)
        self.run(sockets=[listener])
        return 0 if self.started else 1


def _serve_many(config: uvicorn.Config, listener: socket.socket, url: str) -> int:
    from uvicorn.supervisors import Multiprocess

    _tell(url)
    Multiprocess(config, sockets=[listener]).run()
    return 0


def _tell(url: str) -> None:
    print(json.dumps({"url": url}), flush=True)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP: of a socket that does not say so asyncio lets the system hold back the end of an answer until the
    # beginning of it is acknowledged, which is up to 40 ms later.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        # A server started again right after its end takes the same port.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(512)
        listener.set_inheritable(True)
    except OSError:
        listener.close()
        raise
    return listener


def migrate(database: str | None) -> int:
    """Bring the database to this version's tables; the process's exit code."""
    try:
        engine = _engine(database or default_database())
    except CannotServe as error:
        print(f"footplate: {error}", file=sys.stderr)
        return 1
    try:
        before = schema.current_revision(engine)
        after = schema.upgrade(engine)
    except OtherIndex as error:
        print(f"footplate: {error}", file=sys.stderr)
        return 1
    except SQLAlchemyError as error:
        print(f"footplate: the database cannot be migrated: {type(error).__name__}", file=sys.stderr)
        return 1
    finally:
        engine.dispose()
    print(f"{before or 'none'} -> {after}" if before != after else f"{after}: nothing to do")
    return 0


def put_in_team(name: str, team: str | None, *, database: str | None = None) -> int:
    """`footplate user team NAME [TEAM]`; the exit code."""
    return _change_user(database, lambda storage: store_team(storage, name, team))


def let_take_along(name: str, allowed: bool, *, database: str | None = None) -> int:
    """Let a person take cases along without the server, or no longer. The process's exit code."""
    return _change_user(database, lambda storage: store_take_along(storage, name, allowed))


def shut_out(name: str, out: bool, *, database: str | None = None) -> int:
    """Shut a person out, or let them in again. The process's exit code."""
    return _change_user(database, lambda storage: store_shut_out(storage, name, out))


def _change_user(database: str | None, change: Callable[[Storage], None]) -> int:
    try:
        storage = open_storage(database or default_database())
    except CannotServe as error:
        print(f"footplate: {error}", file=sys.stderr)
        return 1
    try:
        change(storage)
    except NotAdded as error:
        print(f"footplate: {error}", file=sys.stderr)
        return 1
    finally:
        storage.engine.dispose()
    return 0


def add_user(
    name: str, *, role: str, vendor: str | None = None, password: str | None = None, database: str | None = None
) -> int:
    """Add a user; prints the intake token of an agent_service. The process's exit code."""
    try:
        storage = open_storage(database or default_database())
    except CannotServe as error:
        print(f"footplate: {error}", file=sys.stderr)
        return 1
    try:
        token = store_user(storage, name, Role(role), vendor, password)
    except NotAdded as error:
        print(f"footplate: {error}", file=sys.stderr)
        return 1
    finally:
        storage.engine.dispose()
    if token is not None:
        print(token)
    return 0
