"""The seats that people work at."""

from app.contract.problems import Code, ProblemItem
from app.contract.session import DeviceRegistration, DeviceView
from app.domain.text import unwelcome_characters
from app.server.security.principal import Principal
from app.server.storage import people, tokens
from app.server.storage.unit_of_work import Storage
from app.server.usecases.refusal import Refused
from app.server.usecases.session import new_id

_LONGEST = {"device_name": 200, "os": 120, "app_version": 40}


def register(storage: Storage, who: Principal, told: DeviceRegistration) -> DeviceView:
    """A device of this person. The sign-in that registered it is bound to it: its next tokens name the device."""
    if not who.family_id:
        raise Refused(Code.FORBIDDEN, "a service has no seat")
    errors = tuple(
        ProblemItem(f"/{name}", "length", f"1 to {most} characters, no control characters")
        for name, most in _LONGEST.items()
        if not 0 < len(getattr(told, name)) <= most or unwelcome_characters(getattr(told, name))
    )
    if errors:
        raise Refused(Code.INVALID, errors=errors)
    with storage.write() as work:
        device_id = new_id(work.now_ms)
        people.add_device(
            work.connection,
            device_id,
            who.user_id,
            name=told.device_name,
            os=told.os,
            app_version=told.app_version,
            now_ms=work.now_ms,
        )
        tokens.bind_family(work.connection, who.family_id, device_id)
        work.audit(who.user_id, "device.registered", "device", device_id)
    return DeviceView(device_id)
