"""The data that ships beside the code: catalogues, icons and translations, wherever the program was put.

In a wheel and in a bundle they lie in `app/_data`; in a checkout in the folders `resources` and `i18n` beside `app`.
"""

from pathlib import Path

_HOME = Path(__file__).parent


def entry(name: str) -> Path:
    """The file or folder `name`, such as "resources/icons"; raises FileNotFoundError where it is absent."""
    for root in (_HOME / "_data", _HOME.parent):
        found = root.joinpath(*name.split("/"))
        if found.exists():
            return found
    raise FileNotFoundError(f"this copy of Footplate has no {name}; install it again")


def read(name: str) -> bytes:
    """The content of the file `name`, such as "i18n/footplate_zh_CN.qm"."""
    return entry(name).read_bytes()
