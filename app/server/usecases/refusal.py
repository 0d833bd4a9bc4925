"""How a use case says no. The routes turn it into a problem document."""

from app.contract.problems import Code, ProblemItem
from app.domain.roles import Capability
from app.server.security.principal import Principal


class Refused(Exception):
    """`code` says what is wrong, `detail` adds words without anybody's data, `errors` name places in the request;
    `retry_after_s` says when to come back, in seconds."""

    def __init__(
        self,
        code: Code,
        detail: str = "",
        errors: tuple[ProblemItem, ...] = (),
        retry_after_s: int | None = None,
    ) -> None:
        super().__init__(code.code)
        self.code, self.detail, self.errors, self.retry_after_s = code, detail, errors, retry_after_s


def require(principal: Principal, capability: Capability) -> None:
    """Raises Refused (forbidden) where none of the person's roles allows it."""
    if not principal.can(capability):
        raise Refused(Code.FORBIDDEN, capability.value)
