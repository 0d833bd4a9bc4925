"""Tags: short words of a team's own on a case."""

import re
import unicodedata
from collections.abc import Iterable

import msgspec

from app.domain.faults import Fault
from app.domain.pii_check import personal_data_faults
from app.domain.text import unwelcome_characters

MAX_TAGS, MAX_TAG = 10, 32
_SPACE = re.compile(r"\s+")


class TagBody(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The body of `case.tag`. A tag that is in both lists ends up removed."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


def normal_tag(text: str) -> str:
    """One spelling for what people mean as the same tag: NFKC, folded case, single spaces, no leading #. Full-width
    and half-width letters become one."""
    folded = unicodedata.normalize("NFD", text)
    for _ in range(2):  # folding can leave characters that compose anew, and the other way round
        folded = unicodedata.normalize("NFKC", folded.casefold())
    return _SPACE.sub(" ", folded).lstrip("# ").rstrip()


def _fits(tag: str) -> bool:
    return 0 < len(tag) <= MAX_TAG and not unwelcome_characters(tag) and tag.isprintable()


def changed_tags(tags: Iterable[str], body: TagBody) -> tuple[str, ...]:
    """The tags after `body`, normalised, each once, those that stay in their order."""
    gone = {normal_tag(tag) for tag in body.remove}
    wanted = dict.fromkeys([*tags, *(normal_tag(tag) for tag in body.add)])
    return tuple(tag for tag in wanted if tag not in gone)


def tag_faults(tags: Iterable[str], body: TagBody) -> tuple[Fault, ...]:
    """What is wrong with `body` on a case that has `tags`."""
    faults: list[Fault] = []
    if not body.add and not body.remove:
        faults.append(Fault("tag_required", "/add"))
    for name, listed in (("add", body.add), ("remove", body.remove)):
        for n, tag in enumerate(listed[: MAX_TAGS * 2]):
            if not _fits(normal_tag(tag)):
                faults.append(Fault("tag_form", f"/{name}/{n}", {"most": MAX_TAG}))
            elif name == "add":
                faults += personal_data_faults(tag, f"/{name}/{n}")
        if len(listed) > MAX_TAGS:
            faults.append(Fault("tags_too_many", f"/{name}", {"most": MAX_TAGS}))
    if not faults and len(changed_tags(tags, body)) > MAX_TAGS:
        faults.append(Fault("tags_too_many", "/add", {"most": MAX_TAGS}))
    return tuple(faults)
