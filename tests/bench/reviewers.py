"""Reviewers as a program: many at once, each claiming one case and deciding it, over keep-alive HTTP. Run as a process
of its own, so that the load is made by one process and served by others."""

import http.client
import json
import secrets
import sys
import threading
import time
from typing import Any
from urllib.parse import urlsplit

from app.contract.canonical import body_sha256
from app.domain.ids import uuid7

BODY: dict[str, Any] = {
    "decision": "block",
    "rationale": "The owner was in Singapore; the second device was not his.",
    "rationale_language": "en",
    "active_ms": 61_000,
    "code": "thin_history",
}
DIGEST = body_sha256(BODY)


def new_id() -> str:
    return uuid7(time.time_ns() // 1_000_000, secrets.token_bytes(10))


class Reviewer:
    """One person at one seat. `seat`: url, token, user_id and device_id."""

    def __init__(self, seat: dict[str, str]) -> None:
        parts = urlsplit(seat["url"])
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=60)
        self._headers = {"Authorization": f"Bearer {seat['token']}", "Content-Type": "application/json"}
        self._seat, self._seq = seat, int(seat.get("seq", "0"))
        self.seconds: list[float] = []
        self.parts: list[tuple[float, float]] = []
        self.decided: list[str] = []
        self.busy = 0

    def _ask(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        self._connection.request(method, path, json.dumps(body, separators=(",", ":")).encode(), self._headers)
        answer = self._connection.getresponse()
        told = answer.read()
        return answer.status, json.loads(told)

    def cycle(self) -> bool:
        """One claim, one decision; False where nothing waits any more."""
        began = time.perf_counter()
        status, told = self._ask("POST", "/v1/claims", {"queue": "", "want": 1})
        if status == 503:
            self.busy += 1
            return True
        if status != 200:
            raise RuntimeError(f"claim: {status} {told}")
        claimed = time.perf_counter()
        if not told["claims"]:
            return False
        claim = told["claims"][0]
        self._seq += 1
        command = {
            "command_id": new_id(),
            "command_seq": self._seq,
            "command_type": "review.submit",
            "command_schema": 1,
            "author_sub": self._seat["user_id"],
            "created_wall": time.time_ns() // 1_000_000,
            "created_mono": 5_000,
            "server_offset_ms": 0,
            "release_at": 0,
            "prev_hash": DIGEST if self._seq > 1 else "",
            "body": BODY,
            "body_sha256": DIGEST,
            "case_id": claim["case_id"],
            "base_rev": 2,
            "claim_id": claim["claim_id"],
            "fence": claim["fence"],
        }
        path = f"/v1/commands/{command['command_id']}"
        while True:
            status, told = self._ask("PUT", path, {"device_id": self._seat["device_id"], "command": command})
            if status != 503:
                break
            self.busy += 1
        if status != 200 or told["status"] != "applied":
            raise RuntimeError(f"decide: {status} {told}")
        ended = time.perf_counter()
        self.seconds.append(ended - began)
        self.parts.append((claimed - began, ended - claimed))
        self.decided.append(claim["case_id"])
        return True


def main() -> None:
    """Read {seats, seconds} from standard input, work for so long, print what came of it."""
    told = json.load(sys.stdin)
    people = [Reviewer(seat) for seat in told["seats"]]
    errors: list[str] = []
    start = threading.Barrier(len(people) + 1)
    ends = [0.0]

    def work(one: Reviewer) -> None:
        start.wait()
        try:
            while time.perf_counter() < ends[0] and one.cycle():
                pass
        except (RuntimeError, OSError, http.client.HTTPException, KeyError) as error:
            errors.append(f"{type(error).__name__}: {error}"[:500])

    threads = [threading.Thread(target=work, args=(one,)) for one in people]
    for thread in threads:
        thread.start()
    ends[0] = time.perf_counter() + told["seconds"]
    began, busied = time.perf_counter(), time.process_time()
    start.wait()
    for thread in threads:
        thread.join()
    took, cpu = time.perf_counter() - began, time.process_time() - busied
    print(
        json.dumps(
            {
                "took": took,
                "cpu": cpu,
                "seconds": [one for person in people for one in person.seconds],
                "claims": [one[0] for person in people for one in person.parts],
                "decides": [one[1] for person in people for one in person.parts],
                "decided": [one for person in people for one in person.decided],
                "busy": sum(person.busy for person in people),
                "errors": errors,
            }
        )
    )


if __name__ == "__main__":
    main()
