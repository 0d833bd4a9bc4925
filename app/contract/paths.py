"""Every path of the API, once."""

PREFIX = "/v1"
META = "/v1/meta"
SESSION = "/v1/session"
SESSION_REFRESH = "/v1/session/refresh"
SESSION_WAYS = "/v1/session/ways"
SESSION_OIDC = "/v1/session/oidc"
SESSION_DEVICE = "/v1/session/device"
DEVICES = "/v1/devices"
DEVICE = "/v1/devices/{device_id}"
DEVICE_REVOKE = "/v1/devices/{device_id}/revoke"
DEVICE_RESTORE = "/v1/devices/{device_id}/restore"
DEVICE_UNLOCK = "/v1/devices/{device_id}/unlock"
DEVICE_CHECK_IN = "/v1/devices/{device_id}/check-in"
DEVICE_DIRECTIVES = "/v1/devices/{device_id}/directives"
DIRECTIVES = "/v1/directives"
INTAKE_CASES = "/v1/intake/cases"
INTAKE_DECISIONS = "/v1/intake/decisions"
INTAKE_ASSESSMENTS = "/v1/intake/assessments"
INTAKE_REQUESTS = "/v1/intake/requests"
INTAKE_EXECUTIONS = "/v1/intake/executions"
INTAKE_WITHDRAWALS = "/v1/intake/withdrawals"
INTAKE_AUDITS = "/v1/intake/audits"
INTAKE_ATTACHMENTS = "/v1/intake/attachments/{sha256}"
CASES = "/v1/cases"
CASES_SEARCH = "/v1/cases/search"
PEOPLE = "/v1/people"
PEOPLE_UNLOCK = "/v1/people/unlock"
ROLES = "/v1/roles"
ROLE = "/v1/roles/{role}"
SERVICE_TOKENS = "/v1/service-tokens"
SERVICE_TOKEN = "/v1/service-tokens/{token_id}"
SERVICE_TOKEN_ROTATE = "/v1/service-tokens/{token_id}/rotate"
STATS_MISSING = "/v1/stats/missing"
CASES_CONTEXT = "/v1/cases/context"
CLAIMS = "/v1/claims"
CLAIMS_RENEW = "/v1/claims/renew"
CLAIMS_RELEASE = "/v1/claims/release"
COMMANDS = "/v1/commands"
PII_REVEAL = "/v1/pii/reveal"
CHANGES = "/v1/changes"
SNAPSHOT = "/v1/snapshot"
STATS_BLIND_FIRST = "/v1/stats/blind_first"
STATS_REVEALS = "/v1/stats/reveals"
STATS_LEFT_WINDOW = "/v1/stats/left_window"
STATS_SKIPS = "/v1/stats/skips"
QA_RUBRIC = "/v1/qa/rubric"
QA_CHECKS = "/v1/qa/checks"
QA_CHECKS_OWN = "/v1/qa/checks/own"
ASSIGNMENT = "/v1/assignment"
EXPORTS = "/v1/exports"
LEDGER_AUDITS = "/v1/ledger/audits"
WEBHOOKS = "/v1/webhooks"
WEBHOOK = "/v1/webhooks/{endpoint_id}"
WEBHOOK_ROTATE = "/v1/webhooks/{endpoint_id}/rotate"
WEBHOOK_TEST = "/v1/webhooks/{endpoint_id}/test"
WEBHOOK_REPLAY = "/v1/webhooks/{endpoint_id}/replay"
WEBHOOK_DELIVERIES = "/v1/webhooks/{endpoint_id}/deliveries"
AUDIT_HEADS = "/v1/audit/heads"
HEALTH = "/healthz"
READY = "/readyz"
METRICS = "/metrics"
OPENAPI = "/schema/openapi.json"


def case(case_id: str) -> str:
    return f"{CASES}/{case_id}"


def attachment(case_id: str, sha256: str) -> str:
    return f"{CASES}/{case_id}/attachments/{sha256}"


def intake_attachment(sha256: str) -> str:
    return INTAKE_ATTACHMENTS.format(sha256=sha256)


def context(case_id: str) -> str:
    return f"{CASES}/{case_id}/context"


def command(command_id: str) -> str:
    return f"{COMMANDS}/{command_id}"


def export(what: str) -> str:
    return f"{EXPORTS}/{what}"
