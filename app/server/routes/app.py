"""The application: every route, behind the front."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from typing import Any

from litestar import Litestar
from litestar.datastructures import State
from litestar.types import ASGIApp

from app.server.routes import (
    assignment,
    audit,
    audits,
    calibration,
    calibration_sessions,
    cases,
    claims,
    commands,
    context,
    devices,
    documents,
    exports,
    feed,
    feedback,
    gold,
    health,
    hub,
    intake,
    licences,
    meta,
    openapi,
    people,
    qa,
    regression,
    reveal,
    review_checks,
    roles,
    scores,
    service_tokens,
    session,
    sop,
    stats,
    targets,
    training_sets,
    webhooks,
)
from app.server.routes.deps import Operation, Services
from app.server.routes.front import Front
from app.server.routes.methods import told_methods
from app.server.routes.problems import answer_exception

_MODULES = [
    people,
    roles,
    service_tokens,
    session,
    devices,
    meta,
    intake,
    cases,
    context,
    claims,
    assignment,
    commands,
    feed,
    reveal,
    stats,
    review_checks,
    licences,
    gold,
    hub,
    calibration,
    calibration_sessions,
    targets,
    feedback,
    training_sets,
    regression,
    sop,
    documents,
    audit,
    audits,
    scores,
    exports,
    qa,
    webhooks,
    health,
    openapi,
]


def create_app(services: Services, beside: Callable[[], AbstractContextManager[None]] = nullcontext) -> ASGIApp:
    """The ASGI application that serves `services`. `beside`: what goes on in this process while it serves."""
    handlers: list[Any] = [handler for module in _MODULES for handler in module.ROUTES]
    services.operations = [operation for h in handlers if isinstance(operation := h.opt.get("operation"), Operation)]

    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncIterator[None]:
        try:
            with beside():
                yield
        finally:
            services.pool.shutdown(wait=True)
            services.storage.engine.dispose()

    inner = Litestar(
        route_handlers=[*told_methods(services.operations), *handlers],
        openapi_config=None,
        state=State({"services": services}, deep_copy=False),
        exception_handlers={Exception: answer_exception},
        lifespan=[lifespan],
        logging_config=None,
        # Every route has its own limit (`read_body`); Litestar's would refuse what the routes and /v1/meta allow.
        request_max_body_size=None,
    )
    return Front(inner, services.log, services.metrics, services.stopping)
