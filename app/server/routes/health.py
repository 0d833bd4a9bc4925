"""For whoever watches the server."""

from app.contract import paths
from app.contract.problems import Code
from app.server.routes.deps import Answer, Call, Refused, route
from app.server.usecases import meta

_PLAIN = {200: {"text/plain": {"type": "string"}}}
_METRICS = "text/plain; version=0.0.4"


@route("GET", paths.HEALTH, summary="The process is alive", tag="Operation", raw_answers=_PLAIN, signed_in=False)
def healthy(call: Call[None]) -> Answer:
    return Answer(b"ok\n", media_type="text/plain")


@route(
    "GET",
    paths.READY,
    summary="The database answers and has this version's tables",
    tag="Operation",
    raw_answers=_PLAIN,
    problems=(Code.UNAVAILABLE,),
    signed_in=False,
)
def ready(call: Call[None]) -> Answer:
    if not meta.ready(call.storage):
        raise Refused(Code.UNAVAILABLE, retry_after_s=5)
    return Answer(b"ready\n", media_type="text/plain")


@route("GET", paths.METRICS, summary="Figures for Prometheus", tag="Operation", raw_answers=_PLAIN, signed_in=False)
def metrics(call: Call[None]) -> Answer:
    return Answer(call.services.metrics.text(meta.gauges(call.storage)).encode(), media_type=_METRICS)


ROUTES = [healthy, ready, metrics]
