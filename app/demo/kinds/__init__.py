"""One file per case type: which signals it looks at, and how the evidence is invented."""

from app.demo.kinds import (
    ato_investigation,
    kyb_review,
    kyc_audit,
    poa_review,
    reset_2fa,
    trading_abuse,
    withdrawal_anomaly,
)
from app.demo.story import Builder

BUILDERS: dict[str, Builder] = {
    "ato_investigation": ato_investigation.build,
    "kyc_audit": kyc_audit.build,
    "reset_2fa": reset_2fa.build,
    "poa_review": poa_review.build,
    "withdrawal_anomaly": withdrawal_anomaly.build,
    "kyb_review": kyb_review.build,
    "trading_abuse": trading_abuse.build,
}
# The signals whose evidence can look good or bad, strongest first.
CANDIDATES: dict[str, tuple[str, ...]] = {
    "ato_investigation": ato_investigation.SIGNALS,
    "kyc_audit": kyc_audit.SIGNALS,
    "reset_2fa": reset_2fa.SIGNALS,
    "poa_review": poa_review.SIGNALS,
    "withdrawal_anomaly": withdrawal_anomaly.SIGNALS,
    "kyb_review": kyb_review.SIGNALS,
    "trading_abuse": trading_abuse.SIGNALS,
}
# The signal of each type whose rule has a line that a value can be close to.
NEAR_A_LINE: dict[str, str] = {
    "ato_investigation": "impossible_travel",
    "kyc_audit": "name_similarity",
    "reset_2fa": "face_match",
    "poa_review": "document_age",
    "withdrawal_anomaly": "withdrawal_size",
    "kyb_review": "registry_match",
    "trading_abuse": "wash_share",
}
# Signals whose bad evidence nearly settles the matter: an honest case does not have them unless that is its point.
DAMNING: dict[str, frozenset[str]] = {
    "ato_investigation": frozenset({"emulator", "reset_channel"}),
    "kyc_audit": frozenset({"document_tamper", "birth_date_match", "duplicate_face", "mrz_check"}),
    "reset_2fa": frozenset({"liveness_score", "sim_change", "emulator"}),
    "poa_review": frozenset({"document_tamper", "address_similarity", "issuer_known"}),
    "withdrawal_anomaly": frozenset({"watchlist_distance", "same_payee_accounts", "rapid_in_out"}),
    "kyb_review": frozenset({"owner_screening", "hidden_ownership", "filings_overdue"}),
    "trading_abuse": frozenset({"wash_share", "shared_device_accounts", "cancel_ratio"}),
}
