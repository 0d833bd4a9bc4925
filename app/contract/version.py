"""What this build speaks. Fields are only ever added inside a major version of the API."""

API_VERSION = "1.0"
API_MIN, API_MAX = 1, 1
MIN_CLIENT = "0.1.0"

# Newest and oldest body schema that the server takes, per command type.
COMMAND_SCHEMAS: dict[str, tuple[int, int]] = {
    "review.submit": (1, 1),
    "command.withdrawn": (1, 1),
    "review.amend_after_reveal": (1, 1),
    "assessment.request": (1, 1),
    "escalation.pattern": (1, 1),
    "escalation.resolve_pattern": (1, 1),
    "case.note": (1, 1),
    "case.snooze": (1, 1),
    "case.wait": (1, 1),
    "case.resume": (1, 1),
    "case.assign": (1, 1),
    "case.priority": (1, 1),
    "case.tag": (1, 1),
    "case.hand_over": (1, 1),
    "case.missing": (1, 1),
    "case.skip": (1, 1),
    "cases.bulk": (1, 1),
    "queue.prioritise": (1, 1),
    "qa.sample": (1, 1),
    "qa.score": (1, 1),
    "qa.sign": (1, 1),
    "qa.adjudicate": (1, 1),
    "judgement.dispute": (1, 1),
    "dispute.resolve": (1, 1),
    "feedback.create": (1, 1),
    "feedback.update": (1, 1),
    "news.read": (1, 1),
    "calibration.ballot": (1, 1),
    "calibration.note": (1, 1),
    "threshold.challenge": (1, 1),
}
