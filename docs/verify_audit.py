"""Check an export of Footplate's audit trail without Footplate: python3 verify_audit.py FILE [PUBLIC_KEY].
Python 3.11 or newer; signatures are checked where the package `cryptography` is installed."""

import hashlib
import json
import sys
from base64 import b64decode

try:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    Ed25519PublicKey = None


def form(value):  # canonical JSON (RFC 8785), as far as rows need it: whole numbers, names in ASCII
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def check_signature(what, told, key):
    if key and told["key"] != key:
        sys.exit(f"signed by {told['key'] or 'nobody'}, not by {key}")
    if told["signature"] and Ed25519PublicKey:  # raises InvalidSignature
        message = what + form({name: told[name] for name in told if name != "signature"})
        Ed25519PublicKey.from_public_bytes(b64decode(told["key"])).verify(b64decode(told["signature"]), message)


file, key = [*sys.argv[1:], None][:2]
number, previous, seen, heads, end = 0, bytes(32), {}, [], None
for line in map(json.loads, open(file, "rb")):  # noqa: SIM115
    if "audit_seq" not in line:  # signed heads and the closing statement
        heads, end = heads + [line[name] for name in line if name == "head"], line.get("statement", end)
        continue
    if line["audit_seq"] != number + 1 and "previous" not in line:
        sys.exit(f"row {number + 1}: row {line['audit_seq']} stands in its place")
    number = line["audit_seq"]
    row = form([line[name] for name in ("audit_seq", "at", "actor_id", "action", "entity", "entity_id", "detail")])
    previous = hashlib.sha256(bytes.fromhex(line.get("previous", previous.hex())) + row).digest()
    if previous.hex() != line["hash"]:
        sys.exit(f"row {number}: altered")
    seen[number] = line["hash"]
for head in heads:
    check_signature(b"footplate-audit-head-1\n", head, key)
    if seen.get(head["audit_seq"]) != head["hash"]:
        sys.exit(f"row {head['audit_seq']}: the signed head of {head['day']} differs")
digest = hashlib.sha256(bytes.fromhex("".join(seen.values()))).hexdigest()
if end is None or [end["last"], end["digest"], end["heads"]] != [number or None, digest, len(heads)]:
    sys.exit(f"row {number + 1}: missing, with what came after it")
check_signature(b"footplate-audit-export-1\n", end, key)
print(f"{len(seen)} rows hold, {len(heads)} signed heads; signed by {end['key'] or 'nobody'}")
