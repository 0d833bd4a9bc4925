"""Every code → words, in the language in force. Codes that nobody knows are shown as they are, marked as data."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication

from app.contract.catalogue import catalogue
from app.contract.work_codes import work_codes
from app.desktop.widgets.formats import language
from app.domain.text import Bilingual

translate = QCoreApplication.translate
Words = tuple[str, bool]
"""A text and whether it is data."""


def pick(text: Bilingual) -> tuple[str, str]:
    """The text for the screen's language, and a badge ("EN" or "中") where it exists in the other one only."""
    shown, really = text.in_language(language())
    return shown, "" if really == language() else ("中" if really == "zh" else "EN")


def _table(make: Callable[[], dict[str, str]]) -> Callable[[str], Words]:
    """A lookup that is read anew for each language and kept until it changes."""
    kept: dict[str, dict[str, str]] = {}

    def look(code: str) -> Words:
        now = language()
        table = kept.get(now)
        if table is None:
            table = make()
            if QCoreApplication.instance() is not None:
                kept[now] = table
        found = table.get(code)
        return (found, False) if found is not None else (code, True)

    look.__dict__["forget"] = kept.clear
    _tables.append(kept)
    return look


table = _table
"""For the words that live in a file of their own beside this one."""
_tables: list[dict[str, dict[str, str]]] = []


def forget() -> None:
    """Called when the translator changed: what was looked up may now read otherwise."""
    for kept in _tables:
        kept.clear()


# --- cases ------------------------------------------------------------------------------------------


def case_type(code: str) -> Words:
    found = catalogue().case_types.get(code)
    return (found.name.in_language(language()), False) if found else (code, True)


def case_chip(code: str) -> Words:
    found = catalogue().case_types.get(code)
    return (found.chip.in_language(language()), False) if found else (code, True)


def verb(kind: str, decision: str) -> str:
    """The verb on the button: reject for an address, refuse for a reset, hold for a withdrawal."""
    found = catalogue().case_types.get(kind)
    return found.verbs.of(decision).in_language(language()) if found else decision_title(decision)[0]


def consequence(kind: str, decision: str) -> str:
    found = catalogue().case_types.get(kind)
    return found.consequence.of(decision).in_language(language()) if found else ""


def signal(name: str) -> Words:
    found = catalogue().signals.get(name)
    return (found.label.in_language(language()), False) if found else (name, True)


def signal_meaning(name: str) -> str:
    found = catalogue().signals.get(name)
    return found.meaning.in_language(language()) if found else ""


def code(name: str) -> Words:
    found = catalogue().code(name)
    return (pick(found.label)[0], False) if found else (name, True)


def work_code(name: str) -> Words:
    """The reason of a snooze or of a wait, or what was missing."""
    found = work_codes().find(name)
    return (pick(found.label)[0], False) if found else (name, True)


def work_code_help(name: str) -> str:
    found = work_codes().find(name)
    return pick(found.help)[0] if found and found.help else ""


def code_help(name: str) -> str:
    found = catalogue().code(name)
    return pick(found.help)[0] if found else ""


verdict = _table(
    lambda: {
        "pass": translate("Captions", "Pass", "verdict of ROCA"),
        "block": translate("Captions", "Block", "verdict of ROCA"),
    }
)

decision_word = _table(
    lambda: {
        "pass": translate("Captions", "pass", "decision in a sentence"),
        "block": translate("Captions", "block", "decision in a sentence"),
        "escalate": translate("Captions", "escalate", "decision in a sentence"),
    }
)

decision_title = _table(
    lambda: {
        "pass": translate("Captions", "Pass", "decision as a title"),
        "block": translate("Captions", "Block", "decision as a title"),
        "escalate": translate("Captions", "Escalate", "decision as a title"),
    }
)

label_words = _table(
    lambda: {
        "TP": translate("Captions", "ROCA blocked, risk confirmed"),
        "FP": translate("Captions", "ROCA blocked, customer is fine"),
        "TN": translate("Captions", "ROCA passed, customer is fine"),
        "FN": translate("Captions", "ROCA passed, risk confirmed"),
    }
)

route = _table(
    lambda: {
        "A": translate("Captions", "A · retraining"),
        "B": translate("Captions", "B · threshold rule"),
        "C": translate("Captions", "C · SOP change"),
    }
)

attribution_kind = _table(
    lambda: {
        "signal": translate("Captions", "Signal"),
        "step": translate("Captions", "Step"),
        "clause": translate("Captions", "Clause"),
        "contradiction": translate("Captions", "Contradicting clauses"),
        "indicator": translate("Captions", "Indicator"),
        "missing_signal": translate("Captions", "Missing signal"),
        "missing_evidence": translate("Captions", "Missing evidence"),
        "missing_check": translate("Captions", "Missing check"),
    }
)

case_state = _table(
    lambda: {
        "open": translate("Captions", "open"),
        "escalated": translate("Captions", "escalated"),
        "closed": translate("Captions", "closed"),
        "withdrawn": translate("Captions", "withdrawn"),
    }
)

escalation_kind = _table(
    lambda: {
        "key_user": translate("Captions", "Key User"),
        "high_risk_pattern": translate("Captions", "High-risk pattern"),
        "unsure": translate("Captions", "Unsure"),
    }
)

role = _table(
    lambda: {
        "reviewer": translate("Captions", "Reviewer"),
        "senior_agent": translate("Captions", "Senior agent"),
        "team_lead": translate("Captions", "Team lead"),
        "bpo_agent": translate("Captions", "BPO agent"),
        "sop_editor": translate("Captions", "SOP editor"),
        "rules_owner": translate("Captions", "Model and rules owner"),
        "auditor": translate("Captions", "Auditor"),
        "admin": translate("Captions", "Administrator"),
        "agent_service": translate("Captions", "AI agent"),
    }
)

view = _table(
    lambda: {
        "mine": translate("Captions", "Mine"),
        "open": translate("Captions", "All"),
        "due_1h": translate("Captions", "Due in an hour"),
        "key_users": translate("Captions", "Key users"),
        "awaiting_me": translate("Captions", "Awaiting me"),
        "mine_waiting": translate("Captions", "Mine, waiting"),
        "later": translate("Captions", "Put off"),
    }
)

activity_state = _table(
    lambda: {
        "waiting": translate("Captions", "undo open"),
        "pending": translate("Captions", "pending"),
        "sending": translate("Captions", "sending"),
        "applied": translate("Captions", "applied"),
        "refused": translate("Captions", "refused"),
        "conflict": translate("Captions", "needs attention"),
        "withdrawn": translate("Captions", "taken back"),
        "parked": translate("Captions", "parked"),
    }
)


note_kind = _table(
    lambda: {
        "note": translate("Captions", "Note"),
        "snooze": translate("Captions", "Snoozed", "kind of a note"),
        "wait": translate("Captions", "Clock paused", "kind of a note"),
        "hand_over": translate("Captions", "Handed over", "kind of a note"),
        "skip": translate("Captions", "Skipped", "kind of a note"),
    }
)

reveal_reason = _table(
    lambda: {
        "compare_document": translate("Captions", "Compare with the document"),
        "check_list": translate("Captions", "Check against a list"),
        "contact_customer": translate("Captions", "Contact the customer"),
        "linked_case": translate("Captions", "Look into a linked case"),
    }
)


step_error = _table(
    lambda: {
        "unsupported": translate("Captions", "Not supported by its evidence"),
        "wrong_clause": translate("Captions", "Wrong clause"),
        "missing_check": translate("Captions", "A check is missing"),
        "wrong_inference": translate("Captions", "Wrong inference"),
    }
)

step_flag = _table(
    lambda: {
        "no_evidence": translate("Captions", "names no evidence"),
        "evidence_not_here": translate("Captions", "names evidence that is not here"),
        "signal_not_listed": translate("Captions", "names a signal that is not listed"),
        "no_clause": translate("Captions", "no SOP: flag gap"),
        "clause_unknown": translate("Captions", "names a clause that is not here"),
        "clause_gone": translate("Captions", "names a clause that is in force no more"),
        "clause_changed": translate("Captions", "the clause has changed since"),
    }
)

route_reason = _table(
    lambda: {
        "code_default": translate("Captions", "the usual route for this reason"),
        "clause_wrong": translate("Captions", "the clause itself is at fault"),
        "clauses_contradict": translate("Captions", "two clauses say otherwise"),
        "clause_missing": translate("Captions", "no clause backs the step"),
        "check_missing": translate("Captions", "no clause asks for this check"),
        "close_to_threshold": translate("Captions", "close to the threshold, and no signal is at fault"),
        "signal_bias": translate("Captions", "far from the threshold: the signal itself is off"),
        "no_route": translate("Captions", "ROCA was right, nothing to change"),
    }
)

difference = _table(
    lambda: {
        "same": translate("Captions", "none", "difference between two values"),
        "format": translate("Captions", "case or marks only"),
        "spelling": translate("Captions", "spelling"),
        "order": translate("Captions", "order of words"),
        "script": translate("Captions", "another script"),
        "missing_part": translate("Captions", "a part is missing"),
        "date_order": translate("Captions", "order of the date"),
        "different": translate("Captions", "another value"),
        "absent": translate("Captions", "one is missing"),
    }
)

personal_data = _table(
    lambda: {
        "email": translate("Captions", "e-mail address"),
        "phone": translate("Captions", "telephone number"),
        "card": translate("Captions", "card number"),
        "iban": translate("Captions", "bank account"),
        "national_id": translate("Captions", "identity number"),
        "document_number": translate("Captions", "document number"),
        "wallet": translate("Captions", "wallet address"),
        "ip": translate("Captions", "IP address"),
        "known_value": translate("Captions", "value of this case"),
    }
)


def hint(code: str, params: Mapping[str, int | str]) -> str:
    """A hint before sending, in words (app.domain.review_hints)."""
    texts = {
        "cited_not_opened": translate("Captions", "{count} of the evidence you rest on was not opened"),
        "clause_not_current": translate("Captions", "{clause}: version {current} is in force, you read {read}"),
        "rationale_repeats": translate("Captions", "{percent} % of this text stands in an earlier rationale of yours"),
        "time_short": translate("Captions", "Decided within {seconds} s"),
        "time_long": translate("Captions", "{minutes} min of work on this case"),
    }
    return texts.get(code, code).format(**params)


command = _table(
    lambda: {
        "review.submit": translate("Commands", "Review"),
        "command.withdrawn": translate("Commands", "Taken back before it was sent"),
        "review.amend_after_reveal": translate("Commands", "Blind decision completed"),
        "assessment.request": translate("Commands", "ROCA asked again"),
        "escalation.pattern": translate("Commands", "Pattern escalated"),
        "escalation.resolve_pattern": translate("Commands", "Pattern decided"),
        "case.note": translate("Commands", "Note"),
        "case.snooze": translate("Commands", "Snoozed"),
        "case.wait": translate("Commands", "Clock paused"),
        "case.resume": translate("Commands", "Clock runs again"),
        "case.assign": translate("Commands", "Assigned"),
        "case.priority": translate("Commands", "Priority changed"),
        "case.tag": translate("Commands", "Tags changed"),
        "case.hand_over": translate("Commands", "Handed over"),
        "case.missing": translate("Commands", "Said what was missing"),
        "case.skip": translate("Commands", "Skipped"),
        "cases.bulk": translate("Commands", "Several cases changed"),
        "queue.prioritise": translate("Commands", "Priority of a whole queue changed"),
        "assignment.rules": translate("Commands", "The rules of who is given what are in force"),
        "judgement.dispute": translate("Commands", "Judgement disputed"),
        "dispute.resolve": translate("Commands", "Dispute settled"),
        "qa.sample": translate("Commands", "Sample drawn"),
        "qa.score": translate("Commands", "Case re-reviewed"),
        "qa.sign": translate("Commands", "Re-review signed"),
        "qa.adjudicate": translate("Commands", "Truth of a case written"),
        "feedback.create": translate("Commands", "Finding raised"),
        "feedback.update": translate("Commands", "Finding changed"),
        "news.read": translate("Commands", "News read"),
        "calibration.ballot": translate("Commands", "Ballot cast"),
        "calibration.note": translate("Commands", "Note in a session"),
        "threshold.challenge": translate("Commands", "Threshold challenged"),
    }
)
"""What kind of thing was sent."""

ask_reason = _table(
    lambda: {
        "evidence_overlooked": translate("AskReasons", "Evidence overlooked"),
        "evidence_added": translate("AskReasons", "New evidence"),
        "step_doubtful": translate("AskReasons", "A step is doubtful"),
        "signals_conflict": translate("AskReasons", "Signals conflict"),
        "clause_wrong": translate("AskReasons", "Wrong clause"),
        "data_stale": translate("AskReasons", "Stale data"),
        "other": translate("AskReasons", "Something else"),
    }
)
"""Why ROCA is asked for a second look."""


def chip(view_id: str) -> Words:
    """The words of a queue view; `type:T` takes the short name of the type."""
    if view_id.startswith("type:"):
        return case_chip(view_id[5:])
    return view(view_id)


# Listed rather than asked of Qt, whose locale data names countries in English and in their own language only.
country = _table(
    lambda: {
        "AE": translate("Countries", "United Arab Emirates"),
        "AR": translate("Countries", "Argentina"),
        "AU": translate("Countries", "Australia"),
        "BR": translate("Countries", "Brazil"),
        "CA": translate("Countries", "Canada"),
        "CH": translate("Countries", "Switzerland"),
        "CL": translate("Countries", "Chile"),
        "CN": translate("Countries", "Mainland China"),
        "CO": translate("Countries", "Colombia"),
        "DE": translate("Countries", "Germany"),
        "EG": translate("Countries", "Egypt"),
        "ES": translate("Countries", "Spain"),
        "FR": translate("Countries", "France"),
        "GB": translate("Countries", "United Kingdom"),
        "GH": translate("Countries", "Ghana"),
        "GR": translate("Countries", "Greece"),
        "HK": translate("Countries", "Hong Kong"),
        "ID": translate("Countries", "Indonesia"),
        "IE": translate("Countries", "Ireland"),
        "IN": translate("Countries", "India"),
        "IT": translate("Countries", "Italy"),
        "JP": translate("Countries", "Japan"),
        "KE": translate("Countries", "Kenya"),
        "KR": translate("Countries", "South Korea"),
        "KZ": translate("Countries", "Kazakhstan"),
        "MA": translate("Countries", "Morocco"),
        "MO": translate("Countries", "Macao"),
        "MX": translate("Countries", "Mexico"),
        "MY": translate("Countries", "Malaysia"),
        "NG": translate("Countries", "Nigeria"),
        "NL": translate("Countries", "Netherlands"),
        "NZ": translate("Countries", "New Zealand"),
        "PE": translate("Countries", "Peru"),
        "PH": translate("Countries", "Philippines"),
        "PK": translate("Countries", "Pakistan"),
        "PL": translate("Countries", "Poland"),
        "PT": translate("Countries", "Portugal"),
        "RO": translate("Countries", "Romania"),
        "RU": translate("Countries", "Russia"),
        "SA": translate("Countries", "Saudi Arabia"),
        "SE": translate("Countries", "Sweden"),
        "SG": translate("Countries", "Singapore"),
        "TH": translate("Countries", "Thailand"),
        "TR": translate("Countries", "Türkiye"),
        "TW": translate("Countries", "Taiwan"),
        "UA": translate("Countries", "Ukraine"),
        "US": translate("Countries", "United States"),
        "VN": translate("Countries", "Vietnam"),
        "ZA": translate("Countries", "South Africa"),
    }
)
