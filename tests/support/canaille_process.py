"""The process behind tests/support/canaille_provider.py, run by an interpreter that has Canaille: people, groups and
one public client in its memory. It tells its address in a line of JSON; the word `rotate` on standard input gives it
another key.

Canaille compares redirect addresses letter by letter; for native apps RFC 8252 (section 7.3) asks a provider to take
any port of a loopback address, so this lets the port be, and nothing else.
"""

import json
import logging
import socket
import sys
import threading
from typing import Any
from urllib.parse import urlsplit

from canaille import create_app
from canaille.app import models
from canaille.backends import Backend
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT = "footplate-desk"
PASSWORD = "a provider's own secret 7"


def new_key(number: int) -> dict[str, Any]:
    return dict(RSAKey.generate_key(2048, {"kid": f"key-{number}", "use": "sig", "alg": "RS256"}).as_dict(True))


def serve(people: dict[str, list[str]]) -> None:
    logging.disable(logging.WARNING)

    # The address has to be known before the application is, and the socket is kept so that nobody else takes it.
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    app = create_app(
        {
            "SECRET_KEY": "only for tests",
            "SERVER_NAME": f"127.0.0.1:{port}",
            "PREFERRED_URL_SCHEME": "http",
            "SESSION_COOKIE_SECURE": False,
            "CANAILLE": {"DATABASE": "memory", "LOGGING": None},
            "CANAILLE_OIDC": {"ACTIVE_JWKS": [new_key(1)], "INACTIVE_JWKS": [], "REQUIRE_NONCE": True},
        },
    )
    with app.app_context():
        for name, groups in people.items():
            user = models.User(
                user_name=name,
                formatted_name=name.title(),
                family_name=name.title(),
                emails=[f"{name}@example.com"],
                password=PASSWORD,
            )
            Backend.instance.save(user)
            for group in groups:
                known = Backend.instance.get(models.Group, display_name=group)
                if known is None:
                    known = models.Group(display_name=group, members=[user])
                else:
                    known.members = [*known.members, user]
                Backend.instance.save(known)
        client = models.Client(
            client_id=CLIENT,
            client_name="Footplate",
            redirect_uris=["http://127.0.0.1/callback"],
            grant_types=["authorization_code"],
            response_types=["code"],
            token_endpoint_auth_method="none",
            application_type="native",
            scope=["openid", "profile", "groups"],
        )
        Backend.instance.save(client)
        client.audience = [client]
        Backend.instance.save(client)
    exact = models.Client.check_redirect_uri

    def without_port(self: object, told: str) -> bool:
        parts = urlsplit(told)
        plain = told.replace(f":{parts.port}", "", 1) if parts.hostname == "127.0.0.1" and parts.port else told
        return bool(exact(self, plain))

    models.Client.check_redirect_uri = without_port

    def listen_to_the_test() -> None:
        number = 1
        for line in sys.stdin:
            if line.strip() == "rotate":
                number += 1
                jwks = app.config["CANAILLE_OIDC"]
                jwks["INACTIVE_JWKS"] = [*jwks["ACTIVE_JWKS"]]
                jwks["ACTIVE_JWKS"] = [new_key(number)]
                print("rotated", flush=True)

    server = make_server("127.0.0.1", port, app, threaded=True, fd=listener.fileno())
    print(json.dumps({"issuer": f"http://127.0.0.1:{port}"}), flush=True)
    threading.Thread(target=listen_to_the_test, daemon=True).start()
    server.serve_forever()


if __name__ == "__main__":
    serve(json.loads(sys.argv[sys.argv.index("--people") + 1]))
