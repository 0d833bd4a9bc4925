"""Text in a table that a spreadsheet opens: it stays text there, and can be had back as it was."""

import re

MARK = "'"
# What a spreadsheet might read as a formula, after what it does not show; and our own mark, so that it can be taken off
# again (https://owasp.org/www-community/attacks/CSV_Injection).
_UNSEEN = "\u00ad\u200b-\u200f\u2060-\u2064\ufeff"
_BEGINS = "'=+\\-@＝＋－＠"
_FORMULA = re.compile(rf"[\s{_UNSEEN}]*[{_BEGINS}\t\r\n]")
# One that separates columns otherwise than by commas, as German and French ones do by semicolons, knows nothing of the
# quotes inside its line: each of these begins a cell to it.
_NEXT_CELL = re.compile(rf"(\r\n|[;\t\r\n])(?=(?:[\"{_UNSEEN}]|[^\S\t\r\n])*[{_BEGINS}])")
_MARKED = re.compile(rf"(\r\n|[;\t\r\n]){MARK}")


def as_text(text: str) -> str:
    """With an apostrophe before what might be a formula, wherever a cell may begin."""
    inside = _NEXT_CELL.sub(rf"\g<1>{MARK}", text)
    return MARK + inside if _FORMULA.match(text) else inside


def as_it_was(cell: str) -> str:
    """What `as_text` was given."""
    return _MARKED.sub(r"\g<1>", cell.removeprefix(MARK))
