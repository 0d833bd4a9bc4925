"""Operations that refuse some data which their schema allows, each with the reason why no schema could say so, or says
less than it might. Every other operation takes whatever its schema allows; schemathesis holds it to that."""

import json

TAKES_WHAT_IT_SAYS = "positive_data_acceptance"

REFUSES: dict[str, tuple[str, ...]] = {
    "A cursor, or the place to go on from, is one that this server gave.": (
        "GET /v1/changes",
        "GET /v1/exports/{what}",
        "GET /v1/feedback/{feedback_id}/cases",
        "GET /v1/judgements",
        "GET /v1/meta",
        "GET /v1/snapshot",
    ),
    "It names what has to be in the catalogue: a type of case, a signal, a code, a class of error, a capability.": (
        "GET /v1/calibration/simulation",
        "GET /v1/hub/simulation",
        "GET /v1/people",
        "PATCH /v1/roles/{role}",
        "POST /v1/hub/proposals",
        "POST /v1/licence-looks/{review_id}",
        "POST /v1/qa/frames",
        "POST /v1/regression/sets",
    ),
    "It names what has to be in this house and to fit: a finding, a case, a person, a page that is linked once.": (
        "POST /v1/calibration/sessions/{session_id}/follow-ups",
        "POST /v1/sop-drafts",
        "PUT /v1/calibration/sessions/{session_id}/items/{ref}/truth",
        "PUT /v1/sop/{page_id}/confluence",
        "PUT /v1/sop/{page_id}/keeper",
    ),
    "What is asked for is empty: no labelled case fits.": (
        "POST /v1/calibration/batch",
        "POST /v1/calibration/sessions",
        "POST /v1/training-sets",
    ),
    "One part decides what another may be: either this or that, an end after its beginning, a share of a rung.": (
        "GET /v1/ledger/recall",
        "POST /v1/claims",
        "POST /v1/hub/proposals/{proposal_id}/experiment",
        "POST /v1/ledger/audits",
        "POST /v1/qa/packets",
        "POST /v1/webhooks/{endpoint_id}/replay",
        "PUT /v1/licences/{user_id}/{case_type}",
    ),
    "The address and the body have to say the same.": (
        "POST /v1/devices/{device_id}/directives",
        "POST /v1/sop/{page_id}/merge",
        "POST /v1/sop/{page_id}/versions",
        "POST /v1/sop-versions/{version_id}/merge",
        "PUT /v1/commands/{command_id}",
        "PUT /v1/intake/attachments/{sha256}",
        "PUT /v1/sop-versions/{version_id}",
    ),
    "A moment is measured by the clock: it lies in the past, or a week begins on a Monday.": (
        "GET /v1/shift",
        "GET /v1/vendors/{vendor}/weekly",
        "POST /v1/hub/acknowledgements",
    ),
    "A text has a form of its own or a length that its kind lends it: an address, a name, an identifier, a table.": (
        "GET /v1/cases",
        "GET /v1/directives",
        "GET /v1/exports/audit",
        "PATCH /v1/webhooks/{endpoint_id}",
        "POST /v1/agreement/analyse",
        "POST /v1/cases/search",
        "POST /v1/devices",
        "POST /v1/hub/boundary",
        "POST /v1/webhooks",
        "PUT /v1/assignment",
    ),
    "A list holds one thing at least.": (
        "POST /v1/cases/context",
        "POST /v1/service-tokens",
    ),
}


def refusing() -> list[str]:
    """The operations of the table, each as its method and path."""
    return [operation for operations in REFUSES.values() for operation in operations]


def configuration(checks: tuple[str, ...]) -> str:
    """These checks for schemathesis, without that one for the operations of the table. (Checks that are named on its
    command line would win over what is said of an operation.)"""
    lines = ["[checks]", "enabled = false", *(f"{check}.enabled = true" for check in checks)]
    lines += ["[[operations]]", f"include-name = {json.dumps(refusing())}"]
    return "\n".join([*lines, f"checks.{TAKES_WHAT_IT_SAYS}.enabled = false", ""])
