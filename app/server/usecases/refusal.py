"""How a use case says no. The routes turn it into a problem document."""

from app.contract.problems import Code, ProblemItem
from app.domain.roles import Capability
from app.server.security.principal import Principal


class Refused(Exception):
    """`code` says what is wrong, `detail` adds words without anybody's data, `errors` name places in the request."""

    def __init__(self, code: Code, detail: str = "", errors: tuple[ProblemItem, ...] = ()) -> None:
        super().__init__(code.code)
        self.code, self.detail, self.errors = code, detail, errors


def require(principal: Principal, capability: Capability) -> None:
    """Raises Refused (forbidden) where none of the person's roles allows it."""
    if not principal.can(capability):
        raise Refused(Code.FORBIDDEN, capability.value)
