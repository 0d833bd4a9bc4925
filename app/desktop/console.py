"""What is said on the terminal, in both languages, where Qt's translations are not loaded or cannot be."""

import json
import os
from collections.abc import Mapping
from functools import cache

from app.resources import read


def console_language(environment: Mapping[str, str] = os.environ) -> str:
    """ "zh" where the person's locale is Chinese, else "en"."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "zh" if environment[name].lower().startswith("zh") else "en"
    import locale

    return "zh" if (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"


@cache
def _texts() -> dict[str, dict[str, str]]:
    texts: dict[str, dict[str, str]] = json.loads(read("resources/console.json"))
    return texts


def words(code: str, language: str, **values: object) -> str:
    """The sentence for `code`."""
    return _texts()[code][language].format(**values)


def advice(code: str, language: str, **values: object) -> str:
    """What to do about `code`; empty where nothing has to be done."""
    return _texts()[code].get(f"{language}_do", "").format(**values)
