"""The data that ships beside the code: catalogues, icons and translations, wherever the program was put.

In a wheel and in a bundle they lie in `app/_data`; in a checkout in the folders `resources` and `i18n` beside `app`.
"""

from importlib.resources import files
from importlib.resources.abc import Traversable


def entry(name: str) -> Traversable:
    """The file or folder `name`, such as "resources/icons"; raises FileNotFoundError where it is absent."""
    package = files("app")
    for root in (package.joinpath("_data"), package.joinpath("..")):
        found = root.joinpath(*name.split("/"))
        if found.is_file() or found.is_dir():
            return found
    raise FileNotFoundError(f"this copy of Footplate has no {name}; install it again")


def read(name: str) -> bytes:
    """The content of the file `name`, such as "i18n/footplate_zh_CN.qm"."""
    return entry(name).read_bytes()
