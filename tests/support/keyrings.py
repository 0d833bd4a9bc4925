"""Keyrings of our own making for the helper process, put in place by a `sitecustomize` of its path.

`arrange` maps the module that a backend pretends to be of to (priority, manner). A manner is `open`, `locked`,
`broken`, `absent` (there is no service behind it) or `frozen`; it can be changed while the test goes on, by `turn`.
"""

import base64
import json
from pathlib import Path

SECRET_SERVICE = "keyring.backends.SecretService"
KWALLET = "keyring.backends.kwallet"
PLAINTEXT = "keyrings.alt.file"

_MODULE = """
import json, os, pathlib, signal

folder = pathlib.Path(os.environ["FOOTPLATE_TEST_KEYRINGS"])
from keyring import backend, errors

def kept(module):
    return folder / (module + ".json")

def manner(module):
    return json.loads((folder / "spec.json").read_text())[module][1]

class Pretended(backend.KeyringBackend):
    priority = -1
    def _go(self):
        (folder / "asked").open("a").write(self.named + "\\n")
        state = manner(self.named)
        if state == "locked":
            raise errors.KeyringLocked("locked")
        if state == "broken":
            raise errors.KeyringError("broken")
        if state == "absent":
            raise errors.NoKeyringError("nobody there")
        if state == "frozen":
            (folder / "frozen").write_text(str(os.getpid()))
            while True:
                signal.pause()
        path = kept(self.named)
        return json.loads(path.read_text()) if path.exists() else {}
    def get_password(self, service, username):
        return self._go().get(service + "/" + username)
    def set_password(self, service, username, password):
        entries = self._go()
        entries[service + "/" + username] = password
        kept(self.named).write_text(json.dumps(entries))
    def delete_password(self, service, username):
        entries = self._go()
        if entries.pop(service + "/" + username, None) is None:
            raise errors.PasswordDeleteError("none")
        kept(self.named).write_text(json.dumps(entries))

for module, (priority, _) in json.loads((folder / "spec.json").read_text()).items():
    type("Keyring", (Pretended,), {"__module__": module, "named": module, "priority": priority})
"""


class Keyrings:
    """What stands on this machine, and what lies in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        (folder / "sitecustomize.py").write_text(_MODULE)

    def arrange(self, spec: dict[str, tuple[float, str]]) -> None:
        (self.folder / "spec.json").write_text(json.dumps(spec))

    def turn(self, module: str, manner: str) -> None:
        spec = json.loads((self.folder / "spec.json").read_text())
        spec[module][1] = manner
        self.arrange(spec)

    def environment(self) -> dict[str, str]:
        return {"PYTHONPATH": str(self.folder), "FOOTPLATE_TEST_KEYRINGS": str(self.folder)}

    def entries(self, module: str) -> dict[str, str]:
        path = self.folder / f"{module}.json"
        return json.loads(path.read_text()) if path.exists() else {}

    def put(self, module: str, name: str, secret: bytes) -> None:
        entries = self.entries(module) | {f"footplate/{name}": base64.b64encode(secret).decode()}
        (self.folder / f"{module}.json").write_text(json.dumps(entries))

    def asked(self) -> list[str]:
        path = self.folder / "asked"
        return path.read_text().split() if path.exists() else []
