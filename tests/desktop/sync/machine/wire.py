"""Everything that can happen between a seat and its server, request by request. The seat's endpoints, the coding of
both sides and the refusals are the real ones; only the socket is missing."""

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

from app.contract import paths
from app.contract.claims import ClaimRequest, HeldClaim
from app.desktop.api.server_clock import ServerClock
from app.desktop.ports import Busy, Offline, Problem, ServerSpoke, Unauthorised
from app.server.config import Settings
from app.server.security.principal import Principal
from app.server.usecases import claims, commands, feed, meta, scope_counts, snapshot
from app.server.usecases.refusal import Refused
from tests.desktop.sync.machine.house import House

SETTINGS = Settings()
LOSSES = ("request_lost", "answer_lost", "answer_cut", "status_500", "status_503", "status_429", "portal", "doubled")
"""What may befall the next request, whatever it asks."""
ODD = ("late_copy", "row_missing", "row_skipped", "token_ran_out")
"""What befalls only some: a copy of a request that arrives much later, a page that lost a row on the way, a page that
was told without a row from the start, an access token that has run out."""
FAULTS = LOSSES + ODD


class Wire:
    """What app.desktop.api.client.HttpClient is to the endpoints, and the session beside it."""

    base_url = "https://desk.example"

    def __init__(self, house: House, clock: ServerClock) -> None:
        self.house, self.clock = house, clock
        self.principal: Principal | None = None
        self.offline = False
        self.session_over = False
        self.faults: list[str] = []
        self.late: list[tuple[str, str, bytes | None, Mapping[str, Any], Principal]] = []
        self._token = 1
        self._good_token = 1
        self.rows_to_lose: list[str] = []
        self.on_commands: list[str] = []
        self.spoilt = self.skipped = False

    # --- who carries the token

    def access(self) -> str:
        return f"token-{self._token}"

    def renew(self, refused: str) -> str:
        self._let_in(self.principal)
        if self.session_over:
            raise Unauthorised("session_ended")
        self._token = self._good_token
        return self.access()

    # --- one request

    def send(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        body: bytes | None = None,
        params: Mapping[str, Any] | None = None,
        most: int | None = None,
    ) -> tuple[int, bytes]:
        fault = self._next_fault(path)
        if self.offline or fault == "request_lost":
            raise Offline
        if fault == "status_500":
            raise ServerSpoke("internal")
        if fault == "status_503":
            raise Busy(2_000, "unavailable")
        if fault == "status_429":
            raise Busy(5_000)
        if fault == "portal":
            raise ServerSpoke
        if fault == "token_ran_out":
            self._good_token += 1
        if self.session_over or token != f"token-{self._good_token}":
            raise Unauthorised("token_expired")
        assert self.principal is not None
        request = (method, path, body, dict(params or {}), self.principal)
        if fault == "late_copy":
            self.late.append(request)
        data = self._answer(*request)
        if fault == "doubled":
            data = self._answer(*request)
        if fault == "answer_lost":
            raise Offline
        if fault == "answer_cut":
            return 200, data[: len(data) // 2]
        if self.rows_to_lose and path == paths.CHANGES:
            data = self._without_a_case(data)
        self.clock.observe(self.house.clock.ms, self.clock.mono_ms(), self.clock.mono_ms())
        return 200, data

    def deliver_late(self) -> None:
        """A copy that was held up somewhere arrives now; nobody hears the answer."""
        if self.late:
            self._answer(*self.late.pop(0))

    def _next_fault(self, path: str) -> str:
        """What befalls this request; what befalls a page of the feed waits for one that has a case to lose."""
        if self.on_commands and path == paths.COMMANDS:
            return self.on_commands.pop(0)
        fault = self.faults.pop(0) if self.faults else ""
        if fault in ("row_missing", "row_skipped"):
            self.rows_to_lose.append(fault)
            return ""
        if fault == "late_copy" and path != paths.COMMANDS:
            self.faults.append(fault)
            return ""
        return fault

    def _without_a_case(self, data: bytes) -> bytes:
        page = msgspec.json.decode(data)
        at = next((n for n, change in enumerate(page["changes"]) if change["entity"] == "case"), None)
        if at is None:
            return data
        del page["changes"][at]
        if self.rows_to_lose.pop(0) == "row_missing":
            self.spoilt = True
        else:
            self.skipped = True
            text = "".join(f"{c['entity']}:{c['entity_id']}:{c['rev']}:{c['op']}\n" for c in page["changes"])
            page["page_hash"] = hashlib.sha256(text.encode()).hexdigest()
        return msgspec.json.encode(page)

    def _let_in(self, who: Principal | None) -> None:
        if who is not None and self.house.is_out(who.device_id):
            raise Unauthorised("device_revoked")

    def _answer(self, method: str, path: str, body: bytes | None, params: Mapping[str, Any], who: Principal) -> bytes:
        self._let_in(who)
        try:
            return msgspec.json.encode(self._ask(method, path, body or b"", params, who))
        except Refused as refused:
            if refused.code.status == 401:
                raise Unauthorised(refused.code.code) from refused
            raise Problem(refused.code.code, refused.code.status) from refused

    def _ask(self, method: str, path: str, body: bytes, params: Mapping[str, Any], who: Principal) -> Any:
        storage = self.house.storage
        match method, path:
            case "GET", paths.META:
                told = meta.meta(storage, SETTINGS)
                if "counts" in params:
                    counted = scope_counts.counts(storage, who, params.get("cursor"))
                    told = msgspec.structs.replace(told, counts=counted)
                return told
            case "GET", paths.CHANGES:
                return feed.page(storage, who, params.get("cursor"), params["limit"], params.get("keep", ""))
            case "GET", paths.SNAPSHOT:
                return snapshot.page(
                    storage,
                    who,
                    params.get("snapshot_id"),
                    params.get("after"),
                    params["limit"],
                    params.get("only"),
                )
            case "POST", paths.COMMANDS:
                return self.house.commands(who, body)
            case "GET", paths.COMMANDS:
                return commands.applied(storage, who, params["device_id"], params["first"], params["last"])
            case "POST", paths.CLAIMS:
                answer = claims.claim(storage, who, msgspec.json.decode(body, type=ClaimRequest))
                self.house.gave(who, answer)
                return answer
            case "POST", paths.CLAIMS_RENEW:
                turns = claims.renew(storage, who, msgspec.json.decode(body, type=tuple[HeldClaim, ...]))
                self.house.renewed(who, turns)
                return turns
            case "POST", paths.CLAIMS_RELEASE:
                turns = claims.release(storage, who, msgspec.json.decode(body, type=tuple[HeldClaim, ...]))
                self.house.released(turns)
                return turns
        raise AssertionError(f"nobody asks for {method} {path}")
