"""Structures are read before there are two threads: `app/contract/structures.py`."""

import os
import subprocess
import sys
from pathlib import Path

from app.server.bootstrap import migrate

# Each round defines what nobody has read yet, and eight threads decode the first of it at once. The numbers are such
# that without `read_all` the process dies in nearly every run.
RACE = """
import sys, threading, types
import msgspec
from app.contract import structures

sys.setswitchinterval(1e-6)
SOURCE = "import msgspec\\nclass A0(msgspec.Struct):\\n  x: int\\n" + "".join(
    f"class A{n}(msgspec.Struct):\\n  x: int\\n  y: 'str | None' = None\\n"
    f"  z: 'list[dict[str, int]]' = msgspec.field(default_factory=list)\\n  b: 'A{n - 1} | None' = None\\n"
    for n in range(1, 6)
)
for n in range(60):
    module = types.ModuleType(f"made_{n}")
    sys.modules[module.__name__] = module
    exec(SOURCE, module.__dict__)
    if "read" in sys.argv:
        structures.read_all()
    ready = threading.Barrier(8)

    def decode(kind=module.A5):
        ready.wait()
        for _ in range(20):
            msgspec.json.decode(b'{"x":1,"y":"a","z":[{"a":1}],"b":{"x":2,"b":{"x":3}}}', type=kind)

    threads = [threading.Thread(target=decode) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
"""

SERVER = """
import msgspec
from app.contract import structures
from app.server.bootstrap import application

application()
unread = set(structures._below(msgspec.Struct)) - structures._seen
assert not unread, sorted(map(str, unread))[:5]
print(len(structures._seen))
"""


def test_threads_that_decode_a_structure_at_once_do_not_find_it_half_read() -> None:
    done = subprocess.run([sys.executable, "-c", RACE, "read"], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


def test_a_server_has_read_every_structure_before_its_first_request(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'server.db'}"
    assert migrate(address) == 0
    environment = os.environ | {"FOOTPLATE_DATABASE": address, "FOOTPLATE_FILES": str(tmp_path / "files")}
    done = subprocess.run(
        [sys.executable, "-c", SERVER], capture_output=True, text=True, timeout=120, env=environment, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 500
