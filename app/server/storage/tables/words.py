"""By which words a case is found: those of its masked view, never a covered or a revealed value.

`part` says where a word stands: 1 in subject or evidence, 2 in the agent's reasoning, 3 in both. `cases.words_by` is
the rule by which a case's words were taken, null where that is still to be done. A withdrawn case has no rows here.
"""

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from app.server.storage.tables.base import metadata

case_words = Table(
    "case_words",
    metadata,
    Column("word", String(64).with_variant(String(64, collation="C"), "postgresql"), primary_key=True),
    Column("case_number", ForeignKey("cases.case_number"), primary_key=True, index=True, autoincrement=False),
    Column("part", Integer, nullable=False),
    sqlite_with_rowid=False,
)
