"""The OpenAPI 3.1 document, made from the same declarations that the handlers run by."""

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from app.contract import paths
from app.contract.changes import Change, ChangePage, Op, SnapshotPage
from app.contract.problems import CONTENT_TYPE, Code, Problem
from app.contract.version import API_VERSION
from app.contract.views import CaseView, ReviewView
from app.server.routes.deps import Answer, Call, Operation, route

_REF = "#/components/schemas/{name}"
_PARAMETER = re.compile(r"\{(\w+)\}")
_ALWAYS = (Code.INTERNAL, Code.UNAVAILABLE)


def _stand_in(kind: type[msgspec.Struct], **types: tuple[Any, ...]) -> type[msgspec.Struct]:
    """`kind` with other types (and defaults) for some fields."""
    fields = [
        (f.name, *types[f.name]) if f.name in types else (f.name, f.type, *(() if f.required else (f.default,)))
        for f in msgspec.structs.fields(kind)
    ]
    return msgspec.defstruct(kind.__name__, fields, namespace={"__doc__": kind.__doc__})


# Raw documents have no schema of their own; these pages say what stands in them, and what our own server writes.
_Change = _stand_in(Change, op=(Op,), document=(dict[str, Any] | None, None), row=(Any, None))
_TOLD: dict[Any, Any] = {
    ChangePage: _stand_in(ChangePage, changes=(tuple[_Change, ...],)),  # type: ignore[valid-type]
    SnapshotPage: _stand_in(SnapshotPage, rows=(tuple[_Change, ...],)),  # type: ignore[valid-type]
}


def document(operations: Iterable[Operation]) -> dict[str, Any]:
    """The whole document for these operations."""
    listed = list(operations)
    kinds = [kind for operation in listed for kind in _kinds(operation)]
    kinds += [operation.query for operation in listed if operation.query is not None]
    kinds += [Problem, CaseView, ReviewView]
    schemas, components = msgspec.json.schema_components([_TOLD.get(kind, kind) for kind in kinds], ref_template=_REF)
    if "Change" in components:
        views = [{"$ref": _REF.format(name=view.__name__)} for view in (CaseView, ReviewView)]
        other: dict[str, Any] = {"type": "object", "description": "a NewsView, or nothing, of what is only pointed at"}
        components["Change"]["properties"]["document"] = {"anyOf": [*views, other]}
    for schema in components.values():
        _even_tuples(schema)
    named = dict(zip([id(kind) for kind in kinds], schemas, strict=True))
    found: dict[str, dict[str, Any]] = {}
    for operation in listed:
        found.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation, named, components)
    queries = {_name(named, operation.query) for operation in listed if operation.query is not None}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Footplate",
            "version": API_VERSION,
            "description": "Intake of an AI agent's risk cases, the review of them by people, and the labels that come"
            " of it. Errors are problem documents (RFC 9457). Text comes in Unicode normalisation form C, and what is"
            " for people to read holds no controls but line feed and tab; whole numbers are written without a decimal"
            " point and lie within 2^53 - 1.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": tag} for tag in dict.fromkeys(operation.tag for operation in listed)],
        "paths": found,
        "components": {
            "schemas": {name: schema for name, schema in components.items() if name not in queries},
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def _even_tuples(schema: Any) -> None:
    """A tuple of equal parts as an array of known length: the same to the letter, and understood by more tools."""
    if isinstance(schema, dict):
        parts = schema.get("prefixItems")
        if parts and all(part == parts[0] for part in parts):
            del schema["prefixItems"]
            schema["items"] = parts[0]
        for part in schema.values():
            _even_tuples(part)
    elif isinstance(schema, list | tuple):
        for part in schema:
            _even_tuples(part)


def _kinds(operation: Operation) -> list[Any]:
    kinds = [kind for kind in operation.answers.values() if kind is not None]
    if operation.body is not None and operation.body is not bytes:
        kinds.append(operation.body)
    if operation.body_items is not None:
        kinds.append(operation.body_items)
    return kinds


def _operation(operation: Operation, named: dict[int, Any], components: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "tags": [operation.tag],
        "security": [{"bearer": []}] if operation.signed_in else [],
        "responses": _responses(operation, named),
    }
    if operation.description:
        told["description"] = operation.description
    parameters: list[dict[str, Any]] = []
    for name in _PARAMETER.findall(operation.path):
        words = operation.words.get(name)
        of = {"type": "string", "enum": list(words)} if words else {"type": "string", "minLength": 1}
        parameters.append({"name": name, "in": "path", "required": True, "schema": of})
    if operation.query is not None:
        parameters += _query(components[_name(named, operation.query)])
    if parameters:
        told["parameters"] = parameters
    if operation.body is not None:
        schema = operation.body_schema or named.get(id(operation.body))
        if operation.body_items is not None:
            # An item of another shape does not spoil the request: it is answered as rejected.
            items = {"anyOf": [named[id(operation.body_items)], {}]}
            schema = {"type": "array", "items": items, "maxItems": operation.most_items}
        told["requestBody"] = {"required": True, "content": _content(operation, schema)}
    return told


def _content(operation: Operation, schema: Any) -> dict[str, Any]:
    # A body in lines has no schema of its own: each line is an item of the array.
    lines = {"schema": {"type": "string"}}
    return {kind: {"schema": schema} if kind.endswith("/json") else lines for kind in operation.body_types}


def _name(named: dict[int, Any], kind: type[msgspec.Struct]) -> str:
    """Under which name the schema of a type stands: two of the same name have longer ones."""
    return str(named[id(kind)]["$ref"]).removeprefix(_REF.format(name=""))


def _query(schema: dict[str, Any]) -> list[dict[str, Any]]:
    required = set(schema.get("required", ()))
    parameters = []
    for name, of in schema.get("properties", {}).items():
        plain = {key: value for key, value in of.items() if key != "default" or value is not None}
        options = plain.pop("anyOf", None)
        if options is not None:
            # A parameter is absent rather than null.
            plain |= next(option for option in options if option.get("type") != "null")
        parameters.append({"name": name, "in": "query", "required": name in required, "schema": plain})
    return parameters


def _responses(operation: Operation, named: dict[int, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for status, kind in operation.answers.items():
        answer: dict[str, Any] = {"description": _phrase(status)}
        if kind is not None:
            answer["content"] = {"application/json": {"schema": named[id(kind)]}}
        found[str(status)] = answer
    for status, types in operation.raw_answers.items():
        content = {kind: {"schema": schema} for kind, schema in types.items()}
        answer = found.setdefault(str(status), {"description": _phrase(status)})
        answer["content"] = content | answer.get("content", {})
    by_status: dict[int, list[Code]] = {}
    for code in dict.fromkeys((*operation.problems, *_ALWAYS)):
        by_status.setdefault(code.status, []).append(code)
    for status, codes in sorted(by_status.items()):
        told = "; ".join(f"`{code.code}`: {code.title}" for code in codes)
        problem = {CONTENT_TYPE: {"schema": named[id(Problem)]}}
        if str(status) in found:
            found[str(status)]["content"] = found[str(status)].get("content", {}) | problem
        else:
            found[str(status)] = {"description": told, "content": problem}
        if status in (429, 503):
            found[str(status)]["headers"] = {"Retry-After": {"schema": {"type": "string"}}}
    return found


def _phrase(status: int) -> str:
    return {200: "OK", 201: "Created", 204: "Done; no body"}.get(status, "Told in the body")


@route(
    "GET",
    paths.OPENAPI,
    summary="This document",
    tag="Operation",
    raw_answers={200: {"application/json": {"type": "object"}}},
    signed_in=False,
)
def openapi(call: Call[None]) -> Answer:
    return Answer(document(call.services.operations))


ROUTES = [openapi]
