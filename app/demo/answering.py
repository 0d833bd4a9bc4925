"""The demo agent answers within seconds when a person asks for a second look."""

import threading
from collections.abc import Iterable, Iterator

from app.demo.agent import DemoAgent, FeedError, Row
from app.demo.second_look import second_look

EVERY_SECONDS = 2.0
MOST_REMEMBERED = 20_000


class Memory:
    """What the agent said of each case, by external_ref: a second look begins with the first."""

    def __init__(self, most: int = MOST_REMEMBERED) -> None:
        self._most = most
        self._said: dict[str, Row] = {}

    def remembering(self, cases: Iterable[Row]) -> Iterator[Row]:
        """The same cases, remembered as they pass."""
        for case in cases:
            if len(self._said) < self._most:
                self._said[case["external_ref"]] = case["assessment"]
            yield case

    def look_again(self, ref: str, reason: str, seed: str) -> Row | None:
        """The new word on a case, remembered as the newest; None for a case that was never seen or is forgotten."""
        before = self._said.get(ref)
        if before is None:
            return None
        self._said[ref] = second_look(before, reason, seed)
        return self._said[ref]


class Answering:
    """A thread that asks the server every few seconds what is wanted, until it is stopped."""

    def __init__(self, agent: DemoAgent, memory: Memory, seed: int) -> None:
        self._agent, self._memory, self._seed = agent, memory, seed
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="demo-agent", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the thread and wait for it; harmless twice."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()
        self._agent.close()

    def once(self) -> int:
        """Answer what is wanted now; how many were answered. Raises FeedError."""
        answers = []
        for request in self._agent.requests():
            word = self._memory.look_again(request.external_ref, request.reason, f"{self._seed} {request.request_id}")
            if word is not None:
                answers.append(
                    {"external_ref": request.external_ref, "assessment": word, "request_id": request.request_id}
                )
        if answers:
            self._agent.answer(answers)
        return len(answers)

    def _run(self) -> None:
        while not self._stop.wait(EVERY_SECONDS):
            try:
                self.once()
            except FeedError:
                continue  # the server is being started again, or is going
