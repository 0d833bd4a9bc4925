"""How a personal value is shown to somebody who has no need of all of it."""

from app.domain.assessment import Scalar

MASK = "•••"


def mask(value: Scalar) -> Scalar:
    """A short hint of `value`: enough to tell two apart by eye, never enough to use. Null stays null.

    Long identifiers keep two characters at each end after a prefix such as "u-"; e-mail addresses keep the first
    letter and the last label of the domain; everything short is covered whole.
    """
    if value is None:
        return None
    text = str(value)
    if "@" in text:
        local, _, domain = text.partition("@")
        return f"{local[:1]}{MASK}@{MASK}.{domain.rpartition('.')[2][:6]}"
    prefix, dash, rest = text.partition("-")
    head = f"{prefix}-" if dash and len(prefix) <= 2 and len(rest) >= 6 else ""
    body = text[len(head) :]
    if len(body) < 6:
        return head + MASK
    if " " in body:
        return " ".join(f"{word[:1]}{MASK}" for word in body.split()[:3])
    keep = 2 if len(body) >= 8 else 1
    return f"{head}{body[:keep]}{MASK}{body[-keep:]}"
