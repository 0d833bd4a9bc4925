"""The published example of Standard Webhooks."""

import json
from pathlib import Path

from app.server.security.webhook_signature import headers, sign


def test_the_published_message_is_signed_as_published(shared: Path) -> None:
    told = json.loads((shared / "oracles" / "qa_oracles.json").read_text())["standard_webhooks"]
    body = told["body"].encode()
    assert sign(told["secret"], told["id"], told["ts"], body) == told["sig"]
    assert headers((told["secret"],), told["id"], told["ts"], body)["webhook-signature"] == told["sig"]
