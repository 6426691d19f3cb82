"""The OpenAPI document as HTML for people: what `/docs` shows, and the API reference of the documentation.

It fetches nothing and runs no script, so it can be read where there is no network, and under the page's own
`Content-Security-Policy`.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

Document = Mapping[str, Any]
Schema = Mapping[str, Any]

_LIMITS = {
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
    "minProperties": "at least {} entries",
    "maxProperties": "at most {} entries",
    "minimum": "from {}",
    "maximum": "to {}",
    "exclusiveMinimum": "above {}",
    "exclusiveMaximum": "below {}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of one route."""

    anchor: str
    title: str
    """Such as `POST /v1/verify`."""
    body: str
    """HTML: what it does, its parameters, its body, its answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Operations of one kind."""

    anchor: str
    title: str
    operations: Sequence[Operation]


def groups(document: Document) -> list[Group]:
    """All operations by their tags, in the document's order."""
    by_tag: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            tag = operation.get("tags", ["other"])[0]
            by_tag.setdefault(tag, []).append(_operation(document, method.upper(), path, operation))
    return [
        Group(anchor=_anchor(tag), title=tag[:1].upper() + tag[1:], operations=operations)
        for tag, operations in by_tag.items()
    ]


def page(document: Document) -> str:
    """A whole page; its style is that of the page at `/`."""
    contents, sections = [], []
    for group in groups(document):
        entries = "".join(
            f'<li><a href="#{operation.anchor}"><code>{escape(operation.title)}</code></a></li>'
            for operation in group.operations
        )
        contents.append(f"<h3>{escape(group.title)}</h3><ul>{entries}</ul>")
        sections += [
            f'<section><h3 id="{operation.anchor}"><code>{escape(operation.title)}</code></h3>'
            f"{operation.body}</section>"
            for operation in group.operations
        ]
    info = document["info"]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(info['title'])}: the HTTP interface</title>"
        '<link rel="icon" href="page/icon.svg"><link rel="stylesheet" href="page/style.css">'
        '<link rel="stylesheet" href="page/reference.css"></head><body>'
        f"<header><h1>{escape(info['title'])} {escape(info['version'])}</h1><p>The HTTP interface.</p>"
        '<nav aria-label="Service"><a href=".">Judge</a> <a href="openapi.json">OpenAPI</a></nav></header>'
        f'<main class="reference"><section><h2>Routes</h2>{"".join(contents)}</section>'
        f"{''.join(sections)}</main></body></html>\n"
    )


def _operation(document: Document, method: str, path: str, operation: Mapping[str, Any]) -> Operation:
    parts = [_prose(operation.get("description", ""))]
    if parameters := operation.get("parameters"):
        rows = [
            _row(
                f"{parameter['name']} ({parameter['in']})",
                parameter["schema"],
                required=parameter.get("required", False),
                definitions={},
            )
            for parameter in parameters
        ]
        parts.append("<h4>Parameters</h4>" + _table(rows))
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is not None:
        parts.append("<h4>Body</h4>" + _body(document, content["schema"]) + _examples(content))
    parts.append("<h4>Answers</h4>" + _answers(document, operation["responses"]))
    title = f"{method} {path}"
    return Operation(anchor=_anchor(title), title=title, body="".join(parts))


def _answers(document: Document, responses: Mapping[str, Any]) -> str:
    good, bad = [], []
    for status, response in responses.items():
        if status >= "400":
            bad.append(f"<code>{status}</code> {escape(response['description'])}")
            continue
        content = response.get("content", {})
        schema = content.get("application/json", {}).get("schema")
        media_types = ", ".join(f"<code>{escape(name)}</code>" for name in content)
        good.append(f"<p><code>{escape(status)}</code> {media_types}</p>")
        if schema:
            good.append(_body(document, schema) + _examples(content["application/json"]))
    listed = "".join(f"<li>{text}</li>" for text in bad)
    return "".join(good) + (f"<details><summary>Errors</summary><ul>{listed}</ul></details>" if bad else "")


def _examples(content: Mapping[str, Any]) -> str:
    """Examples of a body, folded away."""
    return "".join(
        f"<details><summary>Example: {escape(example['summary'])}</summary>"
        f"<pre>{escape(json.dumps(example['value'], ensure_ascii=False, indent=2))}</pre></details>"
        for example in content.get("examples", {}).values()
    )


def _body(document: Document, schema: Schema) -> str:
    """The fields of an object, then those of the objects in it; of anything else its type."""
    definitions = {**document.get("components", {}).get("schemas", {}), **schema.get("$defs", {})}
    top = _resolved(schema, definitions)
    parts = [_fields(top, definitions) or f"<p>{_type(schema, definitions)}</p>"]
    seen: set[str] = set()
    for name in _references(top, definitions, seen):
        inner = definitions[name]
        parts.append(f"<h5>{escape(_short(name))}</h5>")
        fields = _fields(inner, definitions) or f"<p>{_type(inner, definitions)}</p>"
        parts.append(_prose(inner.get("description", "")) + fields)
    return "".join(parts)


def _fields(schema: Schema, definitions: Mapping[str, Schema]) -> str:
    required = schema.get("required", ())
    rows = [
        _row(name, field, required=name in required, definitions=definitions)
        for name, field in schema.get("properties", {}).items()
    ]
    return _table(rows) if rows else ""


def _row(name: str, schema: Schema, *, required: bool, definitions: Mapping[str, Schema]) -> str:
    notes = [_marked(schema["description"]).rstrip(".")] if "description" in schema else []
    if required:
        notes.insert(0, "required")
    elif schema.get("default") not in (None, "", [], {}):
        notes.append(f"default <code>{escape(str(schema['default']))}</code>")
    return (
        f"<tr><td><code>{escape(name)}</code></td><td>{_type(schema, definitions)}</td>"
        f"<td>{'; '.join(notes)}</td></tr>"
    )


def _table(rows: Sequence[str]) -> str:
    head = "<thead><tr><th>name</th><th>type</th><th>meaning</th></tr></thead>"
    return f"<table>{head}<tbody>{''.join(rows)}</tbody></table>"


def _type(schema: Schema, definitions: Mapping[str, Schema]) -> str:
    """A type in words, with its bounds."""
    if "$ref" in schema:
        return escape(_short(_name(schema["$ref"])))
    if "anyOf" in schema:
        return " or ".join(_type(member, definitions) for member in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(f"<code>{escape(str(value))}</code>" for value in schema["enum"])
    if "const" in schema:
        return f"<code>{escape(str(schema['const']))}</code>"
    match schema.get("type"):
        case "array":
            words = f"list of ({_type(schema.get('items', {}), definitions)})"
        case "object":
            inner = schema.get("additionalProperties")
            words = (
                f"object of {_type(inner, definitions)}" if isinstance(inner, Mapping) and inner else "object"
            )
        case None:
            words = "anything"
        case name:
            words = str(name)
    bounds = [text.format(_number(schema[key])) for key, text in _LIMITS.items() if key in schema]
    return f"{words} ({', '.join(bounds)})" if bounds else words


def _number(value: float) -> str:
    return f"{int(value):,}" if value == int(value) else str(value)


def _references(schema: object, definitions: Mapping[str, Schema], seen: set[str]) -> Iterator[str]:
    """Names of the objects in a schema, each once, outer ones first."""
    if isinstance(schema, Mapping):
        if "$ref" in schema and (name := _name(schema["$ref"])) not in seen:
            seen.add(name)
            yield name
            yield from _references(definitions[name], definitions, seen)
        for key, value in schema.items():
            if key != "$defs":
                yield from _references(value, definitions, seen)
    elif isinstance(schema, list):
        for value in schema:
            yield from _references(value, definitions, seen)


def _resolved(schema: Schema, definitions: Mapping[str, Schema]) -> Schema:
    return definitions[_name(schema["$ref"])] if "$ref" in schema else schema


def _name(reference: str) -> str:
    return reference.rpartition("/")[2]


def _short(name: str) -> str:
    """Without the module that FastAPI puts before a name that comes twice."""
    return name.rpartition("__")[2]


def _prose(text: str) -> str:
    """Paragraphs."""
    return "".join(f"<p>{paragraph}</p>" for paragraph in _marked(text).split("\n\n") if paragraph.strip())


def _marked(text: str) -> str:
    """A text with code between backquotes."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text, quote=False))


def _anchor(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
