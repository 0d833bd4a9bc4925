"""Files behind the evidence: in by the agent, out to those who may see the case.

The address names the case as well as the file: the same scan may stand on two cases, evidence ids are good within one
case only, and what somebody may read follows from the case.
"""

import base64
from collections.abc import Callable

import msgspec

from app.contract import paths
from app.contract.problems import CONTENT_TYPE, Code, problem
from app.domain.document import MAX_DOCUMENT_BYTES, MEDIA_TYPES
from app.domain.roles import Capability
from app.server.routes.deps import Answer, Call, Streamed, route
from app.server.usecases import attachments
from app.server.usecases.attachments import NoSuchBytes, Reading, Taken

_BYTES = {"type": "string", "contentMediaType": "application/octet-stream"}


@route(
    "PUT",
    paths.INTAKE_ATTACHMENTS,
    summary="A file that evidence names",
    description="The address is the SHA-256 of the body; sending the same again changes nothing. Hash, length and the"
    " first bytes are checked. Send files before the cases that name them.",
    tag="Intake",
    body=bytes,
    body_schema=_BYTES,
    body_types=tuple(MEDIA_TYPES),
    most=MAX_DOCUMENT_BYTES,
    answers={200: Taken, 201: Taken},
    capability=Capability.INTAKE_WRITE,
)
def take_attachment(call: Call[bytes]) -> Answer:
    taken = attachments.take(
        call.storage, call.services.files, call.who, call.path["sha256"], call.media_type, call.body
    )
    return Answer(taken, 201 if taken.new else 200)


@route(
    "GET",
    paths.attachment("{case_id}", "{sha256}"),
    summary="A file behind the evidence of a case",
    description="One byte range is served (206); `If-Match` keeps a download that is taken up again from mixing two"
    " files. Each request is written to the audit trail before its first byte.",
    tag="Cases",
    raw_answers={status: {kind: {"type": "string"} for kind in MEDIA_TYPES} for status in (200, 206)},
    problems=(Code.NOT_FOUND, Code.FILE_CHANGED, Code.RANGE),
    capability=Capability.DOCUMENT_READ,
)
def read_attachment(call: Call[None]) -> Streamed | Answer:
    case_id, sha256 = call.path["case_id"], call.path["sha256"]

    def read(span: str, if_match: str) -> Reading:
        return attachments.read(call.storage, call.services.files, call.who, case_id, sha256, span, if_match)

    return _answer(call, paths.attachment(case_id, sha256), read)


@route(
    "GET",
    paths.packet_attachment("{packet_id}", "{ref}", "{sha256}"),
    summary="A file behind the evidence of a case in an own packet",
    description="As that of a case, under the name that the case has in the packet.",
    tag="Quality",
    raw_answers={status: {kind: {"type": "string"} for kind in MEDIA_TYPES} for status in (200, 206)},
    problems=(Code.NOT_FOUND, Code.FILE_CHANGED, Code.RANGE),
    capability=Capability.QA_SCORE,
)
def read_packet_attachment(call: Call[None]) -> Streamed | Answer:
    packet_id, ref, sha256 = (call.path[name] for name in ("packet_id", "ref", "sha256"))

    def read(span: str, if_match: str) -> Reading:
        return attachments.read_in_packet(
            call.storage, call.services.files, call.who, packet_id, ref, sha256, span, if_match
        )

    return _answer(call, paths.packet_attachment(packet_id, ref, sha256), read)


def _answer(call: Call[None], instance: str, read: Callable[[str, str], Reading]) -> Streamed | Answer:
    sha256 = call.path["sha256"]
    try:
        reading = read(call.headers.get("range", ""), call.headers.get("if-match", ""))
    except NoSuchBytes as error:
        told = problem(Code.RANGE, instance=instance, trace_id=call.trace_id)
        headers = {"Content-Range": f"bytes */{error.size}"}
        return Answer(msgspec.json.encode(told), Code.RANGE.status, headers, CONTENT_TYPE)
    file = reading.file
    digest = base64.b64encode(bytes.fromhex(sha256)).decode()
    headers = {
        "ETag": attachments.etag(sha256),
        "Digest": f"sha-256={digest}",
        "Repr-Digest": f"sha-256=:{digest}:",
        "Accept-Ranges": "bytes",
        "Content-Length": str(reading.end - reading.start),
        # The file's own name often is the customer's; and it is nothing that a browser should open.
        "Content-Disposition": f'attachment; filename="{sha256[:12]}.{MEDIA_TYPES[file.media_type]}"',
    }
    if reading.partial:
        headers["Content-Range"] = f"bytes {reading.start}-{reading.end - 1}/{file.size}"
    return Streamed(reading.pieces, file.media_type, headers, 206 if reading.partial else 200)


ROUTES = [take_attachment, read_attachment, read_packet_attachment]
