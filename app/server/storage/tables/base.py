"""What every table is made with."""

from typing import Any

from sqlalchemy import BigInteger, Integer, MetaData, text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
Big = BigInteger().with_variant(Integer, "sqlite")


def only(where: str, on_sqlite: str | None = None) -> dict[str, Any]:
    """An index of the rows alone for which `where` holds."""
    return {"postgresql_where": text(where), "sqlite_where": text(on_sqlite or where)}
