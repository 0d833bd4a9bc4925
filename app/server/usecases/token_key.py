"""The key that signs access tokens lies in the database, and so in each of its backups: whoever has one could sign in
as anybody whose sign-in still holds. After a restore, and when a backup was lost, there is a new one."""

import secrets

from app.server.storage import state
from app.server.storage.unit_of_work import Storage, UnitOfWork


def rotate(storage: Storage) -> None:
    """A new key. A process knows the one that it started with, so none of the servers runs meanwhile."""
    with storage.write() as work:
        rotate_in(work)


def rotate_in(work: UnitOfWork) -> None:
    """Tokens under the old key hold no longer; seats fetch new ones for a sign-in that does."""
    state.put(work.connection, state.TOKEN_KEY, secrets.token_hex(32))
    work.audit("server", "server.token_key", "server", state.TOKEN_KEY)
