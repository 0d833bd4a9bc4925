"""For whoever watches the server."""

from app.contract import paths
from app.contract.problems import Code
from app.server.routes.deps import Answer, Call, Refused, route
from app.server.usecases import meta

_PLAIN = {200: {"text/plain": {"type": "string"}}}
_METRICS = "text/plain; version=0.0.4"
_NO_KEY = b"the audit trail is not signed: FOOTPLATE_AUDIT_KEY_FILE names no key\n"


@route("GET", paths.HEALTH, summary="The process is alive", tag="Operation", raw_answers=_PLAIN, signed_in=False)
def healthy(call: Call[None]) -> Answer:
    return Answer(b"ok\n", media_type="text/plain")


@route(
    "GET",
    paths.READY,
    summary="The database answers, its tables fit, and the server is not about to stop",
    tag="Operation",
    raw_answers=_PLAIN,
    problems=(Code.UNAVAILABLE,),
    signed_in=False,
)
def ready(call: Call[None]) -> Answer:
    if call.services.stopping.is_set():
        raise Refused(Code.UNAVAILABLE, "about to stop", retry_after_s=5)
    if not meta.ready(call.storage):
        raise Refused(Code.UNAVAILABLE, retry_after_s=5)
    told = b"ready\n" if call.services.audit_key else b"ready\n" + _NO_KEY
    return Answer(told, media_type="text/plain")


@route("GET", paths.METRICS, summary="Figures for Prometheus", tag="Operation", raw_answers=_PLAIN, signed_in=False)
def metrics(call: Call[None]) -> Answer:
    return Answer(call.services.metrics.text(call.services.gauges.now()).encode(), media_type=_METRICS)


ROUTES = [healthy, ready, metrics]
