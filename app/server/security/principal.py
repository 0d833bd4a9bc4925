"""The one who asks."""

import msgspec

from app.contract.views import Viewer
from app.domain.roles import Capability, Role, can

OPERATOR = "operator"
"""Who acts in the trail where the command line of the server does: nobody signs in there."""


class Principal(msgspec.Struct, frozen=True):
    """A signed-in person or a service. `device_id` is the seat that the session was bound to, `family_id` the sign-in
    that its tokens come from (empty for a service); `token_id` is the token of a service."""

    user_id: str
    name: str
    roles: frozenset[Role]
    vendor: str | None = None
    device_id: str | None = None
    family_id: str = ""
    token_id: str = ""

    def can(self, capability: Capability) -> bool:
        return can(self.roles, capability)

    @property
    def viewer(self) -> Viewer:
        """The same person as views know them."""
        return Viewer(user_id=self.user_id, roles=self.roles, vendor=self.vendor)
