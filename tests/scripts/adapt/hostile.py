"""Documents made to do harm: a payload wherever a document holds a text."""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from building import answer, document, holder, parameter, reference, sent

RUN = '__import__("os").system("touch canary")'
PAYLOADS = {
    "double_quote": f'"; {RUN}; "',
    "single_quote": f"'; {RUN}; '",
    "docstring": f'"""\n{RUN}\n"""',
    "docstring_split": '\\"""' + "\\" * 75 + f'"""\n{RUN}\n',
    "f_string": f"{{{RUN}}}",
    "format": "{0.__class__.__mro__[1].__subclasses__}",
    "jinja": "{{ cycler.__init__.__globals__.os.popen('touch canary').read() }}",
    "escape": "\\x22; canary; \\N{BULLET}\\U0001",
    "escape_end": "canary\\",
    "newline": f"canary\n{RUN}\n",
    "carriage_return": f"canary\r\nX-Canary: 1\r\n{RUN}",
    "separator": f"canary\u2028{RUN}\u2029{RUN}\x85{RUN}",
    "direction": "canary\u202etxt\u2066",
    "nul": "canary\x00",
    "comment": "canary # type: ignore",
    "parenthesis": "canary=1), open(chr(99), chr(119)), (",
    "upwards": "../../../canary",
    "absolute": "/tmp/canary",  # noqa: S108 - no file is made
    "windows": "C:\\canary.py",
    "device": "con",
    "dots": "..",
    "init": "__init__",
    "dunder": "__class__",
    "yaml_tag": "!!python/object/apply:os.system [canary]",
    "url": "http://127.0.0.1:1/canary",
    "file_url": "file:///etc/passwd#/canary",
    "huge": "canary" * 20_000,
}
Place = Callable[[dict[str, Any], str], None]


def base() -> dict[str, Any]:
    """A document with an operation that has everything, and two schemas."""
    one = answer(reference("Thing"))
    one |= {
        "operationId": "post-/things_make",
        "tags": ["A"],
        "parameters": [parameter("id", "path")],
    }
    one["requestBody"] = {
        "required": True,
        "content": {"application/json": {"schema": reference("Thing")}},
    }
    thing = holder(
        name={"type": "string"}, kind={"type": "string", "enum": ["a"]}, whole={"type": "object"}
    )
    paths = {
        "/things/{id}": {"post": one},
        "/others": {"get": answer({})},
        "/safe": {"get": answer({})},
    }
    return document(paths, {"Thing": thing, "Other": holder(thing=reference("Thing"))})


def call(whole: dict[str, Any]) -> Any:
    """The operation."""
    return next(iter(whole["paths"].values()))["post"]


def other(whole: dict[str, Any]) -> Any:
    """The second schema."""
    return whole["components"]["schemas"]["Other"]


def thing(whole: dict[str, Any]) -> Any:
    """The first schema."""
    return whole["components"]["schemas"]["Thing"]


def place_path(whole: dict[str, Any], text: str) -> None:
    """Put a text into the other path."""
    whole["paths"][f"/others/{text}"] = whole["paths"].pop("/others")


def place_path_parameter(whole: dict[str, Any], text: str) -> None:
    """Name the first path's parameter."""
    call(whole)["parameters"][0]["name"] = text
    whole["paths"] = {f"/things/{{{text}}}": whole["paths"].pop("/things/{id}"), **whole["paths"]}


TEXTS: dict[str, Place] = {
    "enum": lambda d, x: thing(d)["properties"]["kind"]["enum"].append(x),
    "enum default": lambda d, x: thing(d)["properties"]["kind"].update(enum=["a", x], default=x),
    "default": lambda d, x: thing(d)["properties"]["name"].update(default=x),
    "object default": lambda d, x: thing(d)["properties"]["whole"].update(default={x: x}),
    "any default": lambda d, x: thing(d)["properties"].update(any={"default": x}),
    "const": lambda d, x: thing(d)["properties"].update(const={"const": x}),
    "pattern": lambda d, x: thing(d)["properties"]["name"].update(pattern=x),
    "format": lambda d, x: thing(d)["properties"]["name"].update(format=x),
    "description": lambda d, x: thing(d).update(description=x, title=x, example=x),
    "property description": lambda d, x: thing(d)["properties"]["name"].update(
        description=x, example={x: x}
    ),
    "discriminator": lambda d, x: thing(d).update(
        discriminator={"propertyName": x, "mapping": {x: x}}
    ),
    "title": lambda d, x: d["info"].update(title=x),
    "version": lambda d, x: d["info"].update(version=x),
    "prose": lambda d, x: d["info"].update(description=x, termsOfService=x, license={"name": "x"}),
    "server": lambda d, x: d.update(servers=[{"url": x, "description": x}]),
    "query default": lambda d, x: call(d)["parameters"].append(
        parameter("q", schema={"type": "string", "default": x})
    ),
    "summary": lambda d, x: call(d).update(summary=x, description=x),
    "scopes": lambda d, x: call(d).update(security=[{x: [x]}]),
    "extension": lambda d, x: d.update({f"x-{x}": {x: x}}),
    "reference": lambda d, x: thing(d)["properties"].update(
        ref={"$ref": f"#/components/schemas/{x}"}
    ),
}
NAMES: dict[str, Place] = {
    "property": lambda d, x: thing(d)["properties"].update({x: {"type": "string"}}),
    "list property": lambda d, x: other(d)["properties"].update(
        {x: {"type": "array", "items": holder()}}
    ),
    "union property": lambda d, x: other(d)["properties"].update(
        {f"{x} ": {"anyOf": [{"type": "integer"}, holder()]}}
    ),
    "required": lambda d, x: thing(d).update(required=[x]),
    "path": place_path,
    "path parameter": place_path_parameter,
    "query": lambda d, x: call(d)["parameters"].append(parameter(x, "query")),
    "header": lambda d, x: call(d)["parameters"].append(parameter(x, "header")),
    "cookie": lambda d, x: call(d)["parameters"].append(parameter(x, "cookie", required=True)),
    "operationId": lambda d, x: call(d).update(operationId=x),
    "operationId's tail": lambda d, x: call(d).update(operationId=f"post-/things_{x}"),
    "tag": lambda d, x: call(d).update(tags=[x]),
    "body": lambda d, x: call(d)["requestBody"]["content"].update({x: {"schema": {}}}),
    "json body": lambda d, x: d["paths"].update({"/json": {"put": sent(f"application/{x}+json")}}),
    "answer": lambda d, x: call(d)["responses"]["200"]["content"].update({x: {"schema": {}}}),
}
KEYS: dict[str, Place] = {
    "schema": lambda d, x: d["components"]["schemas"].update({x: holder(a={"type": "string"})}),
    "enum schema": lambda d, x: d["components"]["schemas"].update(
        {f"{x}.": {"type": "string", "enum": ["a"]}}
    ),
    "scheme": lambda d, x: d["components"].update(
        securitySchemes={x: {"type": "http", "scheme": x}}
    ),
}
NEVER: dict[str, Place] = {
    "type": lambda d, x: thing(d)["properties"]["name"].update(type=x),
    "outer reference": lambda d, x: thing(d)["properties"].update(outer={"$ref": x}),
    "style": lambda d, x: call(d)["parameters"].append(parameter("style", style=x)),
    "status": lambda d, x: call(d)["responses"].update({x: {"description": x}}),
}
PLACES = {**TEXTS, **NAMES, **KEYS, **NEVER}
BRACED = {
    "path",
    "operationId",
    "operationId's tail",
    "query",
    "header",
    "cookie",
    "path parameter",
}


def refused(payload: str, place: str) -> bool:
    """Whether a document with a payload in a place is to be refused as a whole."""
    if place in TEXTS:
        return False
    if place in KEYS:
        return re.fullmatch(r"[a-zA-Z0-9._-]{1,900}", payload) is None
    if place == "path parameter" and set(payload) & set("!"):
        return True  # which the validator cannot read
    breaking = set(payload) & set("\"'`\\" if place in BRACED else "\"'`\\{}")
    invisible = any(unicodedata.category(letter) in {"Cc", "Cf", "Zl", "Zp"} for letter in payload)
    return (
        place in NEVER or bool(breaking) or invisible or len(payload) > 900
    )  # with what stands beside it


def made(payload: str, places: list[str]) -> dict[str, Any]:
    """A document with a payload in some places."""
    whole = copy.deepcopy(base()) | {"openapi": "3.1.0"}
    for place in places:
        PLACES[place](whole, payload)
    return whole
