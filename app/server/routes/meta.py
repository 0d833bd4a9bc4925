"""What a client asks first."""

from app.contract import paths
from app.contract.session import Meta
from app.server.routes.deps import Call, route
from app.server.usecases import meta


@route("GET", paths.META, summary="Versions, limits and the server's time", tag="Meta", answers={200: Meta})
def get_meta(call: Call[None]) -> Meta:
    return meta.meta(call.storage, call.settings)


ROUTES = [get_meta]
