"""The second net under the application's own filters: in PostgreSQL a transaction for a person of a contact centre
takes on a role that row policies bind, and names its vendor in a setting that they compare with.

The role cannot sign in, and nothing else is done with it. Whoever owns the tables is not bound by their policies, so
the house pays nothing for them. Where the role is not there (whoever migrates may not make one), the application's
filters stand alone, and the server says so when it starts.
"""

import hashlib
from collections.abc import Mapping

from sqlalchemy import Connection, func, select, text

from app.server.storage import state

ROLE = "footplate_outside"
SETTING = "footplate.vendor"
PREFIX = "of:"  # so that a vendor without a name is not mistaken for none
OPEN: Mapping[str, str] = {
    "alembic_version": "",
    "attachments": "SELECT",
    "audit": "SELECT, INSERT",
    "audit_heads": "",
    "feed": "SELECT, INSERT",
    "jobs": "",
    "left_window": "SELECT, INSERT, UPDATE",
    "role_changes": "SELECT",
    "seat_holdings": "SELECT, INSERT, UPDATE, DELETE",
}
"""Tables without a policy, and what the role may do there: the chains that every transaction goes on with (pointers and
ids, never a person's data), sums without people, and files that are reached by their hash through a case alone."""
_NAMES = (
    state.EPOCH,
    state.PAST_EPOCHS,
    state.CURSOR_KEY,
    state.BLIND_KEY,
    state.LINK_KEY,
    state.MATRIX_REV,
    state.ASSIGNMENT,
)
"""What is read of the server's own state; its other keys, which make tokens and sign, are not among it."""

_USABLE = text(
    f"SELECT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}' AND pg_has_role(oid, 'MEMBER')"  # noqa: S608
    " AND NOT rolsuper AND NOT rolbypassrls)"
)
_NARROW = select(
    func.set_config(SETTING, text(":vendor"), True),
    func.set_config(text("'role'"), text(f"'{ROLE}'"), True),
)
_MAKE = f"""
DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}')
        AND (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user) THEN
        CREATE ROLE {ROLE} NOLOGIN;
        IF NOT pg_has_role(current_user, '{ROLE}', 'MEMBER') THEN
            GRANT {ROLE} TO CURRENT_USER;
        END IF;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;  -- another database of the same server made it just now
END $$
"""  # noqa: S608
_CONDITION = "name IN ({})".format(", ".join(f"'{name}'" for name in _NAMES))
_POLICY = f"names_{hashlib.sha256(_CONDITION.encode()).hexdigest()[:8]}"
_POLICIES = text(
    "SELECT policyname FROM pg_policies WHERE tablename = 'server_state' AND schemaname = current_schema()"
)
_GRANTS = (
    f"GRANT USAGE ON SCHEMA {{schema}} TO {ROLE}",
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {{schema}} TO {ROLE}",
    f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {{schema}} TO {ROLE}",
)


def prepare(connection: Connection) -> None:
    """Make the role where this database user may, and let it at the tables, after every migration."""
    if connection.dialect.name != "postgresql":
        return
    connection.exec_driver_sql(_MAKE)
    if is_usable(connection):
        schema = connection.execute(text("SELECT quote_ident(current_schema())")).scalar_one()
        for grant in _GRANTS:
            connection.exec_driver_sql(grant.format(schema=schema))
        for table, allowed in {**OPEN, "server_state": "SELECT"}.items():
            connection.exec_driver_sql(f"REVOKE ALL ON {table} FROM {ROLE}")
            if allowed:
                connection.exec_driver_sql(f"GRANT {allowed} ON {table} TO {ROLE}")
        _show_names(connection)


def _show_names(connection: Connection) -> None:
    """The policy of the server's own state, which says what this program reads of it; made where it is not the same."""
    there = set(connection.scalars(_POLICIES))
    if there == {_POLICY}:
        return
    for name in there:
        connection.exec_driver_sql(f"DROP POLICY {name} ON server_state")
    connection.exec_driver_sql(f"CREATE POLICY {_POLICY} ON server_state USING ({_CONDITION})")
    connection.exec_driver_sql("ALTER TABLE server_state ENABLE ROW LEVEL SECURITY")


def is_usable(connection: Connection) -> bool:
    """Whether the role is there, may be taken on, and is bound by the policies."""
    return connection.dialect.name == "postgresql" and bool(connection.execute(_USABLE).scalar())


def narrow(connection: Connection, vendor: str) -> None:
    """Until the end of this transaction: no row of another vendor, for reading or for writing."""
    connection.execute(_NARROW, {"vendor": PREFIX + vendor})
