"""Reserving cases."""

from app.contract import paths
from app.contract.claims import ClaimAnswer, ClaimRequest, ClaimTurn, HeldClaim
from app.domain.roles import Capability
from app.server.routes.deps import Call, route
from app.server.usecases import claims

_Held = tuple[HeldClaim, ...]
_Turns = tuple[ClaimTurn, ...]


@route(
    "POST",
    paths.CLAIMS,
    summary="Reserve named cases, or the next ones of a queue",
    tag="Claims",
    body=ClaimRequest,
    answers={200: ClaimAnswer},
    capability=Capability.CASE_CLAIM,
    asks_along=True,
)
def claim(call: Call[ClaimRequest]) -> ClaimAnswer:
    return claims.claim(call.storage, call.who, call.body)


@route(
    "POST",
    paths.CLAIMS_RENEW,
    summary="Keep leases for another half hour",
    tag="Claims",
    body=_Held,
    answers={200: _Turns},
    capability=Capability.CASE_CLAIM,
)
def renew_claims(call: Call[_Held]) -> _Turns:
    return claims.renew(call.storage, call.who, call.body)


@route(
    "POST",
    paths.CLAIMS_RELEASE,
    summary="Give leases back",
    tag="Claims",
    body=_Held,
    answers={200: _Turns},
    capability=Capability.CASE_CLAIM,
)
def release_claims(call: Call[_Held]) -> _Turns:
    return claims.release(call.storage, call.who, call.body)


ROUTES = [claim, renew_claims, release_claims]
