"""Codes that say why something cannot be done or went wrong → a sentence with what to do next."""

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication

from app.desktop.widgets import formats, quality_reasons

translate = QCoreApplication.translate


def details(code: str) -> str:
    """What an administrator asks for when something went wrong: program, version, time and code; nothing of a case or
    a person, and the same in every language."""
    version = QCoreApplication.applicationVersion()
    return f"Footplate {version} · {formats.utc(datetime.now(UTC))} · {code}" if code else ""


def nothing_waits(synced: bool, offline: bool, next_s: int | None) -> str:
    """What an empty queue says: whether anybody has looked yet, and when it is looked for again. `synced` is whether a
    sync ever finished here, `next_s` the seconds to the next one where they are known."""
    if offline:
        return translate("Reasons", "No case is kept here. New ones come with the next connection.")
    if not synced:
        return translate("Reasons", "Reading the queue …")
    if next_s is None:
        return translate("Reasons", "No case is waiting. New ones appear by themselves.")
    return translate("Reasons", "No case is waiting. Next sync in {n} s.").format(n=max(0, next_s))


def why_not(code: str) -> str:
    """Why a submit is not yet possible, in words, or a plain sentence with the code where it is a new one."""
    texts = {
        "challenge_undecided": translate("Reasons", "A threshold is challenged by a case that is decided."),
        "threshold_form": translate("Reasons", "Write a threshold from 0 to 1, such as 0.90."),
        "decision_required": translate("Reasons", "Choose a decision"),
        "code_required": translate("Reasons", "Choose a reason (1–9)"),
        "code_unknown": translate("Reasons", "Choose a reason from the list"),
        "code_does_not_fit_label": translate("Reasons", "This reason does not fit the decision: choose another"),
        "attribution_required": translate("Reasons", "Say what it is attributed to"),
        "attribution_unknown": translate("Reasons", "Choose what it is attributed to from the list"),
        "rationale_required": translate("Reasons", "Write one or two sentences"),
        "rationale_sentences": translate("Reasons", "At most two sentences"),
        "rationale_too_long": translate("Reasons", "At most 1,000 characters"),
        "rationale_characters": translate("Reasons", "The text holds characters that cannot be shown"),
        "rationale_language": translate("Reasons", "Write in English or Chinese"),
        "personal_data": translate("Reasons", "Take the personal data out of the text"),
        "step_unknown": translate("Reasons", "A marked step is no longer there"),
        "must_escalate": translate("Reasons", "A Key User case is escalated: two people decide it"),
        "own_escalation": translate("Reasons", "You escalated this case: another person decides it"),
        "not_yours_to_resolve": translate("Reasons", "An escalated case is decided by a senior person"),
        "signed_out": translate("Reasons", "Sign in to decide"),
        "no_capability": translate("Reasons", "Your role reads cases and does not decide them"),
        "claimed_by_other": translate("Reasons", "Reserved by somebody else"),
        "on_other_seat": translate("Reasons", "Reserved on your other computer: open it again to take it over"),
        "not_claimed": translate("Reasons", "Reserving this case for you"),
        "not_claimed_offline": translate("Reasons", "Not reserved for you: offline it can be drafted, not sent"),
        "lease_expired": translate("Reasons", "Your reservation has ended: it is asked for again when online"),
        "not_open": translate("Reasons", "This case is already decided"),
        "case_closed": translate("Reasons", "This case is already decided"),
        "already_sent": translate("Reasons", "Your decision is on its way"),
        "not_cached": translate("Reasons", "This case is not on this computer"),
        "not_on_seat": translate("Reasons", "This case is on the server alone: it can be read here, not decided"),
        "value_not_allowed": translate("Reasons", "One of the values is not known here: choose it again"),
        "step_kind_without_error": translate("Reasons", "A step marked right cannot have an error"),
        "sop_name": translate("Reasons", "A clause is named in 1 to 200 visible characters"),
        "label_contradicts_decision": translate("Reasons", "Decide again: label and decision disagree"),
        "snippet_too_many": translate("Reasons", "A hundred snippets is the most: remove one first"),
        "snippet_name": translate("Reasons", "A name has 1 to 60 characters"),
        "snippet_name_taken": translate("Reasons", "Another snippet has this name"),
        "snippet_key": translate("Reasons", "A key has 1 to 12 small letters or digits"),
        "snippet_key_taken": translate("Reasons", "Another snippet has this key"),
        "snippet_language": translate("Reasons", "Both texts are in one language: write the second one in the other"),
        "snippet_text": translate("Reasons", "A snippet has 1 to 500 characters"),
        "reason_required": translate("Reasons", "Choose why ROCA should look again"),
        "note_required": translate("Reasons", "Say in a note what ROCA should look at"),
        "note_too_long": translate("Reasons", "The note is too long"),
        "note_characters": translate("Reasons", "The note holds characters that cannot be shown"),
        "withheld": translate("Reasons", "ROCA’s word is kept back until you have decided"),
        "already_asked": translate("Reasons", "ROCA was asked and has not answered yet"),
        "case_withdrawn": translate("Reasons", "This case was withdrawn"),
        "already_escalated": translate("Reasons", "This case is already escalated"),
        "key_user": translate("Reasons", "A Key User case is decided alone"),
        "window_closed": translate("Reasons", "The time to decide again is over: the reason can still be added"),
        "decision_final": translate("Reasons", "Choose pass or block"),
        "not_before_reveal": translate("Reasons", "This can be said once ROCA’s word is shown"),
        "pattern_size": translate("Reasons", "A pattern has 2 to 200 cases"),
        "case_ids": translate("Reasons", "Choose each case once"),
        "one_code_per_kind": translate("Reasons", "Choose one reason for ROCA’s errors and one for the rest"),
        "active_time": translate("Reasons", "The time worked is not plausible: open the case again"),
    }
    return texts.get(code) or _around_a_case().get(code) or other(code)


def _around_a_case() -> dict[str, str]:
    """Why a note, a snooze, a tag and the like cannot be sent, or why a case is not to be had."""
    return {
        "offline_not_allowed": translate("Reasons", "Taking cases along is not granted to you: ask your lead"),
        "offline_key_user": translate("Reasons", "A Key User case stays: two people decide it"),
        "offline_too_late": translate("Reasons", "Due too soon to be taken along"),
        "offline_full": translate("Reasons", "20 cases at once are the most: give some back first"),
        "snoozed": translate("Reasons", "Put off until later: bring it back first"),
        "served_only": translate("Reasons", "Cases come one after another: take the next one"),
        "outside_rules": translate("Reasons", "The rules of the house give this case to others"),
        "no_licence": translate("Reasons", "You are not licensed for this kind of case yet"),
        "assigned_to_other": translate("Reasons", "Assigned to somebody else"),
        "case_withdrawn": translate("Reasons", "This case was withdrawn"),
        "note_required": translate("Reasons", "Write a note"),
        "note_too_long": translate("Reasons", "At most 2,000 characters"),
        "note_characters": translate("Reasons", "The text holds characters that cannot be shown"),
        "note_language": translate("Reasons", "Write in English or Chinese"),
        "snooze_too_long": translate("Reasons", "At most 24 hours"),
        "snooze_past_due": translate("Reasons", "A Key User case cannot be put off past its deadline"),
        "not_snoozed": translate("Reasons", "This case is not put off"),
        "not_waiting": translate("Reasons", "The clock of this case is running"),
        "reason_unknown": translate("Reasons", "Choose a reason from the list"),
        "tag_required": translate("Reasons", "Name a tag"),
        "action_required": translate("Reasons", "Choose what to do with the cases"),
        "hand_over_note": translate("Reasons", "Write a note for the next person"),
        "priority_required": translate("Reasons", "Choose a priority"),
        "rule_case_type": translate("Reasons", "There is no such case type"),
        "rule_unreadable": translate("Reasons", "A rule is made of type:, language:, vendor:, skill:, cap: and late:"),
        "rule_says_nothing": translate("Reasons", "Say a skill, a cap, or both"),
        "rule_name": translate("Reasons", "A rule has a name of 1 to 60 characters"),
        "rule_twice": translate("Reasons", "Another rule has this name"),
        "rule_words": translate("Reasons", "At most 50 languages and vendors, each of 1 to 60 characters"),
        "skill_name": translate("Reasons", "At most 50 skills, each of 1 to 60 characters"),
        "load_cap": translate("Reasons", "A cap lies between 1 and 100"),
        "too_many_rules": translate("Reasons", "At most 200 rules"),
        "rules_same": translate("Reasons", "Nothing was changed"),
        "bulk_nothing": translate("Reasons", "None of the chosen cases would change"),
        "tag_form": translate("Reasons", "A tag has 1 to 32 visible characters"),
        "tags_too_many": translate("Reasons", "At most 10 tags"),
        "assignee_unfit": translate("Reasons", "This person cannot decide this case: choose another"),
        "hand_over_to_self": translate("Reasons", "Choose another person"),
        "priority_range": translate("Reasons", "A priority lies between 0 and 100"),
        "key_user_by_lead": translate("Reasons", "Only a team lead makes or unmakes a Key User case"),
        "missing_required": translate("Reasons", "Choose or write what was missing"),
        "missing_codes": translate("Reasons", "Choose up to 10, each once"),
        "missing_unknown": translate("Reasons", "Choose what was missing from the list"),
        "missing_too_long": translate("Reasons", "At most 500 characters"),
        "missing_characters": translate("Reasons", "The text holds characters that cannot be shown"),
        "bulk_size": translate("Reasons", "Choose between 1 and 500 cases"),
        "bulk_twice": translate("Reasons", "A case is chosen twice"),
        "view_name": translate("Reasons", "A name has 1 to 40 characters"),
        "view_name_taken": translate("Reasons", "This name is taken"),
        "views_too_many": translate("Reasons", "At most 30 saved views"),
        "filter_required": translate("Reasons", "Say what the view shows"),
        "filter_too_long": translate("Reasons", "At most 200 characters"),
        "filter_quotes": translate("Reasons", "A quotation mark has no end"),
        "filter_value": translate("Reasons", "One of the conditions is not known"),
        "not_a_review": translate("Reasons", "This was no review, so it cannot be made a draft again"),
    }


def other(code: str) -> str:
    return translate("Reasons", "Not possible now ({code})").format(code=code)


def _outgoing() -> dict[str, str]:
    """What a server says to those who run it; a workstation asks none of these."""
    return {
        "too_many_endpoints": translate("Reasons", "There are as many webhook endpoints as may be: remove one first."),
        "endpoint_off": translate("Reasons", "The webhook endpoint is switched off. Switch it on first."),
        "not_audited": translate("Reasons", "No row of the ledger is left to ask for."),
    }


def _refusals() -> dict[str, str]:
    """What a server says to a program that asks amiss; a person reads it in Activity or beside the case."""
    ended = translate("Reasons", "Your session has ended. Sign in again; your work is kept.")
    gone = translate("Reasons", "This is not on the server, or not yours to see. Your work is kept.")
    refused = translate("Reasons", "The server did not accept it as it was sent. Your work is kept; tell your lead.")
    again = translate("Reasons", "The server’s history has changed. Everything is read again by itself.")
    version = translate("Reasons", "The server does not know this version of the program. Update it; work is kept.")
    return {
        "signed_out": ended,
        "token_expired": ended,
        "token_reused": ended,
        "offline_not_allowed": translate(
            "Reasons", "Taking cases along is not granted to you. Ask your lead; nothing was reserved."
        ),
        "offline_key_user": translate("Reasons", "A Key User case stays with the house. Take others along."),
        "offline_too_late": translate("Reasons", "The case is due too soon to be taken along. Decide it now."),
        "offline_full": translate("Reasons", "20 cases at once are the most. Give some back first."),
        "not_found": gone,
        "unknown_command": gone,
        "unknown_case": gone,
        "malformed": refused,
        "parameter": refused,
        "invalid": refused,
        "too_large": refused,
        "media_type": refused,
        "not_acceptable": refused,
        "method_not_allowed": refused,
        "command_id_reuse": refused,
        "cursor_malformed": again,
        "cursor_expired": again,
        "file_changed": refused,
        "range": refused,
        "history_diverged": again,
        "scope_changed": again,
        "command_schema": version,
        "unknown_case_type": version,
        "earlier_command_missing": translate(
            "Reasons", "An earlier step on this case has not arrived yet. It follows."
        ),
        "not_amendable": translate(
            "Reasons", "Only a decision made blind can be completed, and only once. The first one stands."
        ),
        "window_closed": translate(
            "Reasons", "The time to decide again is over. The decision stands; add the reason without a new decision."
        ),
        "withheld": translate("Reasons", "ROCA’s word is kept back until you have decided. Decide first, then ask."),
        "already_asked": translate("Reasons", "ROCA was asked already. Its answer comes by itself."),
        "pattern_resolved": translate("Reasons", "No case of this pattern is left to decide."),
        "not_refused": translate("Reasons", "This was not refused, so it cannot be made a draft again."),
        "not_settled": translate("Reasons", "The server has not answered this yet."),
        "store_unreadable": translate(
            "Reasons", "What is kept on this computer cannot be read. Nothing was deleted; ask your administrator."
        ),
        "seal_broken": translate("Reasons", "The kept session cannot be opened. Sign in again."),
    }


def _on_the_way() -> dict[str, str]:
    """What stood between this seat and the server."""
    return {
        "captive_portal": translate(
            "Reasons", "This network wants a sign-in of its own. Open a browser, sign in there and try again."
        ),
        "certificate": translate(
            "Reasons", "The server's certificate is not trusted here, so nothing was sent. Ask your administrator."
        ),
        "certificate_expired": translate(
            "Reasons", "The server's certificate is out of date, or this computer's clock is wrong. Nothing was sent."
        ),
        "certificate_host": translate(
            "Reasons",
            "What answered has the certificate of another name, so nothing was sent. Ask your administrator.",
        ),
        "tls": translate("Reasons", "No safe connection could be made, so nothing was sent. Ask your administrator."),
        "ca_file": translate(
            "Reasons", "The certificate file that your organisation chose cannot be used. Ask your administrator."
        ),
        "proxy": translate(
            "Reasons", "The proxy on the way to the server does not answer or refuses. Ask your administrator."
        ),
        "proxy_sign_in": translate(
            "Reasons", "The proxy on the way to the server wants a name and password. Ask your administrator."
        ),
        "proxy_unfit": translate(
            "Reasons", "The proxy of this computer is of a kind that cannot be used. Ask your administrator."
        ),
        "server_not_allowed": translate(
            "Reasons", "Your organisation allows other servers only. Ask your administrator for the address."
        ),
    }


def _identity() -> dict[str, str]:
    """What can go wrong at the house's identity provider."""
    return {
        "id_token_refused": translate(
            "Reasons",
            "The server does not accept what the identity provider said. Try again, or ask your administrator.",
        ),
        "identity_unknown": translate(
            "Reasons", "Nobody here is known under this identity. Ask your administrator to let you in."
        ),
        "password_off": translate("Reasons", "Passwords are not taken here. Sign in through your organisation."),
        "provider_refused": translate(
            "Reasons",
            "The identity provider refused, or said what cannot be read. Try again, or ask your administrator.",
        ),
        "provider_slow": translate("Reasons", "Nobody signed in within five minutes. Begin again when you are ready."),
        "provider_unsafe": translate(
            "Reasons", "The identity provider names an address that is not safe. Ask your administrator."
        ),
        "browser_missing": translate("Reasons", "No browser opened here. Ask your administrator, or use a password."),
        "roles_changed": translate("Reasons", "Somebody else has changed what roles allow. Look again."),
        "token_ended": translate("Reasons", "This token is no longer good. Make a new one."),
    }


def problem(code: str) -> str:
    """What the server or the network said: what happened, what was kept, what to do next."""
    texts = {
        "offline": translate("Reasons", "The server cannot be reached. Your work is kept and goes out by itself."),
        "unauthorised": translate("Reasons", "Your session has ended. Sign in again; your work is kept."),
        "unauthenticated": translate("Reasons", "Your session has ended. Sign in again; your work is kept."),
        "sign_in_failed": translate("Reasons", "Name or password is wrong. Try again."),
        **_identity(),
        "device_revoked": translate(
            "Reasons",
            "This seat was revoked. What you have not sent stays sealed here. Ask your lead to let it in again.",
        ),
        "person_disabled": translate(
            "Reasons", "Your account is closed. What you have not sent stays sealed here. Ask your lead."
        ),
        "out_of_contact": translate(
            "Reasons",
            "This seat was without the server for too long. The cases kept here are gone; what you have not sent is"
            " sealed and comes back when you sign in online.",
        ),
        "profile_incomplete": translate(
            "Reasons",
            "A file that keeps this seat shut is missing or is an old one."
            " Sign in again; what you have not sent is kept.",
        ),
        "server_spoke_nonsense": translate(
            "Reasons", "Something other than the server answered. Check the address or the network’s sign-in page."
        ),
        **_on_the_way(),
        **quality_reasons.problems(),
        "rate_limited": translate("Reasons", "The server asks to wait a little. It is tried again by itself."),
        "lease_lost": translate(
            "Reasons", "Somebody else reserved the case meanwhile. Your review is kept beside theirs."
        ),
        "contested": translate(
            "Reasons", "Somebody else decided otherwise meanwhile. A lead settles it; both are kept."
        ),
        "case_withdrawn": translate("Reasons", "The case was withdrawn. Your review is kept and counts as work done."),
        "stale_evidence": translate("Reasons", "The evidence changed meanwhile. Open the case and look again."),
        "already_escalated": translate("Reasons", "The case was escalated already. Nothing more to do."),
        "not_yours_to_resolve": translate("Reasons", "An escalated case is decided by another, senior person."),
        "must_escalate": translate("Reasons", "A Key User case cannot be closed by one person. Escalate it."),
        "review_invalid": translate("Reasons", "The server refused the review. Open it, mend it and send it again."),
        "label_contradicts_decision": translate(
            "Reasons", "Label and decision disagree. Open the case and decide again."
        ),
        "forbidden": translate("Reasons", "Your role does not allow this. Ask your lead."),
        "foreign_author": translate("Reasons", "This was written by another person and is not sent in your name."),
        "update_needed": translate(
            "Reasons", "This version is too old to read from the server. Update it; work is still sent."
        ),
        "claimed_by_other": translate("Reasons", "The case is reserved by somebody else. Take the next one."),
        "assigned_to_other": translate("Reasons", "The case is assigned to somebody else. Take the next one."),
        "snoozed": translate("Reasons", "The case is put off until later. Take the next one."),
        "served_only": translate("Reasons", "Cases come one after another. Take the next one."),
        "outside_rules": translate("Reasons", "The rules of the house give this case to others. Take the next one."),
        "no_licence": translate("Reasons", "You are not licensed for this kind of case yet. Take the next one."),
        "already_judged": translate("Reasons", "Somebody has looked at this review already."),
        "rules_changed": translate("Reasons", "Somebody else changed the rules. Read them again."),
        "already_disputed": translate(
            "Reasons", "You have disputed this judgement already. Its answer comes by itself."
        ),
        "not_settled": translate(
            "Reasons", "Nobody has said yet which decision is right. There is nothing to dispute."
        ),
        "dispute_settled": translate("Reasons", "This dispute was settled already. Read the list again."),
        "own_dispute": translate(
            "Reasons", "You raised this dispute or made the judgement. Somebody else has to settle it."
        ),
        "feedback_changed": translate("Reasons", "Somebody else has changed this finding. Read it again."),
        "feedback_ended": translate("Reasons", "The finding is at another step already. Read it again."),
        "feedback_known": translate("Reasons", "This finding was raised already."),
        "training_empty": translate("Reasons", "No labelled case is left for this training set. Choose others."),
        "regression_unanswered": translate(
            "Reasons", "The candidate has not answered a case of this set yet. Conclude once it has."
        ),
        "regression_voted": translate("Reasons", "This pair was judged already. The next one is another."),
        "regression_blind": translate(
            "Reasons", "Single cases of an open run stand open to those alone who judge no pairs of it."
        ),
        "regression_looked": translate(
            "Reasons", "You have looked at the cases of this run, so that no more pairs of it are laid before you."
        ),
        "training_answered": translate("Reasons", "This request was answered already. Read it again."),
        "sop_stale": translate("Reasons", "Another version of this page is in force by now. Put both together."),
        "sop_draft_changed": translate("Reasons", "This draft was edited in another window. Put both together."),
        "no_confluence": translate("Reasons", "This page has no place in Confluence. A lead can give it one."),
        "not_at_this_step": translate("Reasons", "The proposal is at another step by now. Read it again."),
        "own_proposal": translate("Reasons", "You proposed this change. Somebody else has to approve it."),
        "proposal_open": translate("Reasons", "Another proposal for this is under way. See to that one first."),
        "criterion_not_met": translate("Reasons", "It is not shown yet. What was planned has to hold first."),
        "experiment_runs": translate("Reasons", "An experiment with this threshold is running. End it first."),
        "nothing_before": translate("Reasons", "There is no threshold before this one to go back to."),
        "batch_empty": translate("Reasons", "No labelled case fits. Choose a longer time or fewer conditions."),
        "session_closed": translate(
            "Reasons", "This session has ended. What you wrote is kept beside it as late, and counts in no figure."
        ),
        "not_revealed": translate("Reasons", "The ballots of this session are not shown to you yet."),
        "already_challenged": translate("Reasons", "You have challenged a threshold by this case already."),
        "challenge_answered": translate("Reasons", "This challenge was answered already. Read the list again."),
        "work_invalid": translate("Reasons", "The server refused this change to the case. Make it anew."),
        "case_closed": translate("Reasons", "The case was decided already. Your review is kept."),
        **_outgoing(),
        "undo_window_closed": translate("Reasons", "Too late to take it back: it has been sent."),
        "not_ready": translate("Reasons", "The review is not complete yet."),
        "not_cached": translate("Reasons", "This case is not on this computer. It comes with the next sync."),
        **_refusals(),
        "internal": translate("Reasons", "The server made a mistake. Your work is kept; try again later."),
        "unavailable": translate("Reasons", "The server is not ready. It is tried again by itself."),
        "keyring_locked": translate(
            "Reasons", "The keyring is locked. Unlock it to open what is kept on this computer."
        ),
    }
    found = texts.get(code)
    return found or translate("Reasons", "Something went wrong ({code}). Your work is kept.").format(code=code)
