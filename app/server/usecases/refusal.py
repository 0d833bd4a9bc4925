"""How a use case says no. The routes turn it into a problem document."""

from app.contract.problems import Code, ProblemItem


class Refused(Exception):
    """`code` says what is wrong, `detail` adds words without anybody's data, `errors` name places in the request."""

    def __init__(self, code: Code, detail: str = "", errors: tuple[ProblemItem, ...] = ()) -> None:
        super().__init__(code.code)
        self.code, self.detail, self.errors = code, detail, errors
