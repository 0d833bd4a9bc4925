"""The limits that both sides keep; `GET /v1/meta` publishes them."""

from app.domain.document import MAX_DOCUMENT_BYTES, MAX_PAGES, MAX_PIXELS

PAGE_ROWS = 500
PAGE_BYTES = 4 * 1024 * 1024
COMMAND_BODY_BYTES = 64 * 1024
BATCH_COMMANDS = 100
BATCH_BYTES = 1024 * 1024
INTAKE_CASES = 1_000
INTAKE_DECISIONS = 10_000
INTAKE_BYTES = 64 * 1024 * 1024
CASE_BYTES = 512 * 1024
JSON_DEPTH = 32
JSON_INTEGER = 2**53 - 1
CURSOR_BYTES = 128
BULK_ROWS = 250  # a transaction with more feed rows than this may be cut between pages


def published() -> dict[str, int]:
    """The limits by their names on the wire."""
    return {
        "page_rows": PAGE_ROWS,
        "page_bytes": PAGE_BYTES,
        "command_body_bytes": COMMAND_BODY_BYTES,
        "batch_commands": BATCH_COMMANDS,
        "batch_bytes": BATCH_BYTES,
        "intake_cases": INTAKE_CASES,
        "intake_decisions": INTAKE_DECISIONS,
        "intake_bytes": INTAKE_BYTES,
        "case_bytes": CASE_BYTES,
        "json_depth": JSON_DEPTH,
        "document_bytes": MAX_DOCUMENT_BYTES,
        "document_pages": MAX_PAGES,
        "document_pixels": MAX_PIXELS,
    }
