"""A page of the operating procedures inside a page of Confluence, in Confluence's storage format.

The page is one table with the columns §, English and 中文: a row for its title ("Page"), one for the case types
("For"), then one for each clause, whose cells begin with the clause's title. All that stands around the table belongs
to others: it is read over, and kept to the byte when the page is written.

The storage format is well-formed XML in the shape of XHTML, with elements of its own for macros (`ac:`) and resources
(`ri:`): https://confluence.atlassian.com/doc/confluence-storage-format-790796544.html. What comes from there is
strangers' text: it is read as plain text, nothing in it is followed, loaded or run, and what was understood only in
part is named.
"""

import re
from html.entities import html5
from xml.parsers import expat
from xml.sax.saxutils import escape

import msgspec

from app.domain.catalogue import SopClause, SopPage
from app.domain.text import Bilingual

LONGEST_BODY, DEEPEST = 1_000_000, 100
HEAD = ("§", "English", "中文")
PAGE, TYPES = "Page", "For"
# Set in type, and nothing that the words would not say without it.
_INLINE = frozenset(("strong", "b", "em", "i", "u", "s", "sub", "sup", "span", "small", "code", "time", "del", "ins"))
_LINES = frozenset(("p", "div", "br", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"))
_PLAIN = frozenset(("p", "strong", "br"))
_PARTS_OF_A_TABLE = frozenset(("thead", "tbody", "tfoot", "tr", "colgroup", "col"))
_FOREWORD = b'<!DOCTYPE r SYSTEM "none"><r>'
_SPACES = re.compile(r"\s+")
_BREAK = "\0"
"""Between two lines: no XML can hold it."""


class Unreadable(Exception):
    """`code`: too_long, too_deep, not_well_formed, no_table, two_tables, or row_<n> for a row (from 1) that is none."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Found(msgspec.Struct, frozen=True):
    """`foreign`: the names of what stands inside the table and is no text (macros, images, links, tables): writing
    would take it away. `set_in_type`: whether words stand in it in bold or in a list: writing would make them plain."""

    page: SopPage
    foreign: tuple[str, ...] = ()
    set_in_type: bool = False


class _Node:
    """An element: its children in order, and where it stands in the bytes of the body."""

    __slots__ = ("children", "end", "name", "start", "tag")

    def __init__(self, tag: str, name: str, start: int) -> None:
        self.tag, self.name, self.start, self.end = tag, name, start, start
        self.children: list[_Node | str] = []


def read(body: str, page_id: str, version: str) -> Found:
    """The page in a body; `page_id` and `version` are what it goes by here. Raises Unreadable. What the page says is
    not judged: see `sop_faults`."""
    table = _table(body)
    rows = _rows(table)
    foreign: set[str] = set()
    styled = False
    titles: Bilingual | None = None
    types: tuple[str, ...] = ()
    clauses: list[SopClause] = []
    for at, cells in enumerate(rows[1:], 2):
        if len(cells) != len(HEAD):
            raise Unreadable(f"row_{at}")
        lines = [_lines(cell, foreign) for cell in cells]
        styled |= any(_is_styled(cell, 1 if place else 0) for place, cell in enumerate(cells))
        try:
            name = " ".join(lines[0]).removeprefix("§").strip()
            if name == PAGE:
                titles = _both([" ".join(lines[1]), " ".join(lines[2])])
            elif name == TYPES:
                types = tuple(one.strip() for one in " ".join(lines[1]).split(",") if one.strip())
            else:
                title = _both([side[0] if side else "" for side in lines[1:]])
                clauses.append(SopClause(name, title, _both(["\n".join(side[1:]) for side in lines[1:]])))
        except ValueError:
            raise Unreadable(f"row_{at}") from None
    if titles is None:
        raise Unreadable("no_table")
    page = SopPage(page_id, titles, version, types, tuple(clauses))
    return Found(page, tuple(sorted(foreign)), styled)


def write(page: SopPage, body: str | None = None) -> str:
    """The body with this page's table in the place of the one it has; without a body, the table alone. Raises
    Unreadable for a body that has none, or more than one."""
    made = _table_of(page)
    if body is None:
        return made
    table, raw = _table(body), _bytes(body)
    return (raw[: table.start] + made.encode() + raw[table.end :]).decode()


def _table_of(page: SopPage) -> str:
    rows = ["".join(f"<th>{escape(text)}</th>" for text in HEAD)]
    title = [f"<td><p>{escape(text or '')}</p></td>" for text in (page.title.en, page.title.zh)]
    rows.append(f"<th>{PAGE}</th>{''.join(title)}")
    rows.append(f"<th>{TYPES}</th><td><p>{escape(', '.join(page.case_types))}</p></td><td />")
    for clause in page.clauses:
        cells = [
            _cell(title or "", text or "")
            for title, text in ((clause.title.en, clause.text.en), (clause.title.zh, clause.text.zh))
        ]
        rows.append(f"<th>{escape(clause.n)}</th>{''.join(cells)}")
    return f"<table><tbody>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbody></table>"


def _cell(title: str, text: str) -> str:
    lines = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))
    return f"<td><p><strong>{escape(title)}</strong></p>{lines}</td>"


def _both(texts: list[str]) -> Bilingual:
    return Bilingual(en=texts[0] or None, zh=texts[1] or None)


# ---------------------------------------------------------------------------------------------- the tree
def _bytes(body: str) -> bytes:
    return body.encode("utf-8", "replace")


def _parse(body: str) -> _Node:
    raw = _bytes(body)
    if len(raw) > LONGEST_BODY:
        raise Unreadable("too_long")
    # A foreword of our own: a name such as &nbsp; is passed over to us instead of being an error, and since no second
    # one may follow inside an element, nothing in the body can define a name.
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    root = _Node("", "", 0)
    stack = [root]

    def begin(tag: str, attributes: dict[str, str]) -> None:
        if len(stack) > DEEPEST:
            raise Unreadable("too_deep")
        name = attributes.get("ac:name", "") if tag == "ac:structured-macro" else ""
        node = _Node(tag, name, parser.CurrentByteIndex - len(_FOREWORD))
        stack[-1].children.append(node)
        stack.append(node)

    def finish(_tag: str) -> None:
        node = stack.pop()
        at = parser.CurrentByteIndex - len(_FOREWORD)
        node.end = raw.find(b">", max(at, 0)) + 1

    def text(said: str) -> None:
        stack[-1].children.append(said)

    def named(name: str, _is_parameter: bool) -> None:
        stack[-1].children.append(html5.get(f"{name};", "\N{REPLACEMENT CHARACTER}"))

    parser.StartElementHandler, parser.EndElementHandler = begin, finish
    parser.CharacterDataHandler, parser.SkippedEntityHandler = text, named
    try:
        parser.Parse(_FOREWORD + raw + b"</r>", True)
    except (expat.ExpatError, ValueError):
        raise Unreadable("not_well_formed") from None
    if len(root.children) != 1:
        raise Unreadable("not_well_formed")
    inside = root.children[0]
    assert isinstance(inside, _Node)
    return inside


def _table(body: str) -> _Node:
    found = [node for node in _nodes(_parse(body)) if node.tag == "table" and _is_ours(node)]
    if len(found) != 1:
        raise Unreadable("two_tables" if found else "no_table")
    return found[0]


def _nodes(root: _Node) -> list[_Node]:
    """Every element below, in the order of the text."""
    found: list[_Node] = []
    waiting: list[_Node | str] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, _Node):
            found.append(node)
            waiting += reversed(node.children)
    return found


def _is_ours(table: _Node) -> bool:
    rows = _rows(table)
    return bool(rows) and tuple(" ".join(_lines(cell, set())) for cell in rows[0]) == HEAD


def _rows(table: _Node) -> list[list[_Node]]:
    """The cells of each row; tables inside the cells are theirs."""
    rows: list[list[_Node]] = []
    waiting: list[_Node | str] = list(reversed(table.children))
    while waiting:
        node = waiting.pop()
        if not isinstance(node, _Node):
            continue
        if node.tag == "tr":
            rows.append([one for one in node.children if isinstance(one, _Node) and one.tag in ("td", "th")])
        elif node.tag in _PARTS_OF_A_TABLE:
            waiting += reversed(node.children)
    return rows


def _lines(cell: _Node, foreign: set[str]) -> list[str]:
    """The text of a cell, a line for each paragraph, item or break; what is no text goes into `foreign` by name."""
    said: list[str] = []
    waiting: list[_Node | str] = list(reversed(cell.children))
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            said.append(node)
        elif node.tag in _INLINE:
            waiting += reversed(node.children)
        elif node.tag in _LINES:
            waiting += [_BREAK, *reversed(node.children), _BREAK]
        else:
            foreign.add(f"{node.tag} {node.name}".strip())
    return [line for one in "".join(said).split(_BREAK) if (line := _SPACES.sub(" ", one).strip())]


def _is_styled(cell: _Node, strong: int) -> bool:
    """Whether more is set in type than so many words in bold."""
    inside = [node.tag for node in _nodes(cell)[1:]]
    return any(tag not in _PLAIN for tag in inside) or inside.count("strong") > strong
