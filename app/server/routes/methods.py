"""What may be asked of an address (OPTIONS), told from the declarations of the operations.

The framework's own answer forgets methods where an address has handlers for several.
"""

from collections.abc import Iterable
from typing import Any

from litestar import Request, Response
from litestar.handlers import HTTPRouteHandler

from app.server.routes.deps import Operation


def told_methods(operations: Iterable[Operation]) -> list[HTTPRouteHandler]:
    """A handler for each address, whose Allow header names every method that it takes. They are registered before all
    others, else the framework has made its own by then."""
    methods: dict[str, set[str]] = {}
    for operation in operations:
        methods.setdefault(operation.path, {"OPTIONS"}).add(operation.method)
    return [_teller(path, ", ".join(sorted(taken))) for path, taken in methods.items()]


def _teller(path: str, allowed: str) -> HTTPRouteHandler:
    async def options(request: Request[Any, Any, Any]) -> Response[None]:
        return Response(content=None, status_code=204, headers={"Allow": allowed})

    return HTTPRouteHandler(
        path=path.replace("}", ":str}"), http_method=["OPTIONS"], include_in_schema=False, status_code=204
    )(options)
