"""What a server may say: sound answers made from what the contract declares, and anything at all in place of a part."""

import enum
from typing import Any

from hypothesis import strategies as st
from msgspec import inspect as declared

from app.contract.views import Attachment
from app.domain.experiment import Metric, Plan
from app.domain.text import Bilingual

ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([-1, 0, 2**53, 2**63 - 1, 2**63, -(2**63) - 1, 2**64, 10**400])
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.sampled_from(["", "\x00", "\ud800", "remove", "case", "x" * 5000, "C-200001", "C-9", "e9", "9" * 30]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=4,
)
NOW = "2026-11-21T08:00:00Z"
_DEEP = 3
"""So far inside, what may be left out is."""
# What a type says of itself beyond its fields, so that not every value of the fields is one.
_SOUND: dict[Any, Any] = {
    Bilingual: {"en": "A word", "zh": "一句话"},
    Attachment: {"sha256": "0" * 64, "media_type": "image/png", "size": 9},
    Plan: {"metric": next(iter(Metric)).value},
}


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where something else may stand, from the top down."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(place for name, one in inside for place in places(one, (*at, name)))]


def put(value: Any, at: tuple[Any, ...], new: Any) -> Any:
    if not at:
        return new
    value[at[0]] = put(value[at[0]], at[1:], new)
    return value


def answers(kind: Any) -> st.SearchStrategy[Any]:
    """Answers of this type, as what json.dumps takes."""
    info = declared.type_info(kind)

    @st.composite
    def one(draw: st.DrawFn) -> Any:
        return _made(draw, info, 0)

    return one()


def _made(draw: st.DrawFn, info: Any, depth: int) -> Any:
    match info:
        case declared.StructType():
            return _struct(draw, info, depth)
        case declared.UnionType():
            kinds = [kind for kind in info.types if not isinstance(kind, declared.NoneType)]
            if info.includes_none and (depth >= _DEEP or draw(st.booleans())):
                return None
            return _made(draw, draw(st.sampled_from(kinds)), depth)
        case declared.DictType():
            many = range(_some(draw, depth, info))
            return {_key(draw, info.key_type): _made(draw, info.value_type, depth + 1) for _ in many}
        case declared.TupleType():
            return [_made(draw, kind, depth + 1) for kind in info.item_types]
        case declared.ListType() | declared.VarTupleType() | declared.SetType() | declared.FrozenSetType():
            return [_made(draw, info.item_type, depth + 1) for _ in range(_some(draw, depth, info))]
        case declared.NamedTupleType():
            return [_made(draw, field.type, depth + 1) for field in info.fields]
        case declared.EnumType():
            return draw(st.sampled_from([member.value for member in info.cls]))
        case declared.LiteralType():
            return draw(st.sampled_from(sorted(info.values)))
        case declared.AnyType() | declared.RawType():
            return {} if depth >= _DEEP else draw(st.sampled_from([None, {}, {"case_id": "C-1"}, [1, "two"]]))
        case declared.IntType():
            least = 1 if info.ge is None else info.ge
            return draw(st.integers(least, min(least + 49, least + 49 if info.le is None else info.le)))
        case declared.FloatType():
            return draw(st.floats(info.ge or 0, 1 if info.le is None else min(1, info.le)))
        case declared.StrType():
            return draw(st.from_regex(info.pattern, fullmatch=True)) if info.pattern else draw(_text(info))
        case _:
            return draw(_PLAIN[type(info)])


_PLAIN: dict[type, st.SearchStrategy[Any]] = {
    declared.NoneType: st.none(),
    declared.BoolType: st.booleans(),
    declared.DateTimeType: st.just(NOW),
    declared.DateType: st.just(NOW[:10]),
}


def _text(info: declared.StrType) -> st.SearchStrategy[str]:
    least, most = info.min_length or 0, info.max_length or 8
    return st.sampled_from(["a", "C-200001", "一二三", "pass"]).map(lambda word: word[:most].ljust(least, "a"))


def _some(draw: st.DrawFn, depth: int, info: Any) -> int:
    least = info.min_length or 0
    return least if depth >= _DEEP else draw(st.integers(least, max(least, min(2, info.max_length or 2))))


def _key(draw: st.DrawFn, info: Any) -> Any:
    key = _made(draw, info, _DEEP)
    return str(key.value if isinstance(key, enum.Enum) else key)


def _struct(draw: st.DrawFn, info: Any, depth: int) -> Any:
    if info.cls in _SOUND:
        return _SOUND[info.cls]
    named = [
        (field.encode_name, _made(draw, field.type, depth + 1))
        for field in info.fields
        if field.required or (depth < _DEEP and draw(st.booleans()))
    ]
    assert not info.array_like
    tag = {info.tag_field: info.tag} if info.tag_field else {}
    return tag | dict(named)
