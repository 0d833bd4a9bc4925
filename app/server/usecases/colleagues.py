"""Colleagues that a case may be given to."""

from app.contract.people import ColleagueView, PeoplePage
from app.contract.problems import Code, ProblemItem
from app.domain.roles import Capability, Role, can
from app.server.security.principal import Principal
from app.server.storage import people
from app.server.storage.unit_of_work import Storage
from app.server.usecases.refusal import Refused, require

MOST = 1_000


def colleagues(storage: Storage, principal: Principal, capability: str | None) -> PeoplePage:
    """Everybody who works and has the capability, by name: for the house all, for a person with a vendor the own
    vendor's people. Raises Refused (forbidden, parameter)."""
    require(principal, Capability.PEOPLE_READ)
    if capability is not None and capability not in set(Capability):
        raise Refused(Code.PARAMETER, errors=(ProblemItem("/capability", "unknown_capability"),))
    with storage.read() as connection:
        found = people.working(connection, principal.vendor)
    wanted = Capability(capability) if capability is not None else None
    return PeoplePage(
        tuple(
            ColleagueView(
                user.user_id,
                user.name,
                tuple(sorted(role.value for role in user.roles)),
                user.vendor,
                # How the house cuts its people is no contact centre's business.
                user.team if principal.vendor is None else None,
            )
            for user in found
            if Role.AGENT_SERVICE not in user.roles and (wanted is None or can(user.roles, wanted))
        )[:MOST]
    )
