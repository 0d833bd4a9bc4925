"""Who is asking."""

import msgspec

from app.contract.problems import Code
from app.contract.views import Viewer
from app.domain.roles import Capability, Role, can
from app.server.usecases.refusal import Refused


class Principal(msgspec.Struct, frozen=True):
    """The signed-in person or service; `device_id` where the session belongs to a seat."""

    user_id: str
    name: str
    roles: frozenset[Role]
    vendor: str | None = None
    device_id: str | None = None

    def may(self, capability: Capability) -> bool:
        return can(self.roles, capability)

    def require(self, capability: Capability) -> None:
        """Raises Refused (forbidden) where no role allows it."""
        if not self.may(capability):
            raise Refused(Code.FORBIDDEN, capability.value)

    def viewer(self) -> Viewer:
        return Viewer(self.user_id, self.roles, self.vendor)
