"""What has to be so before the generator can take a document of any HubSpot API.

The corrections of our own API are overlays, each with its reason. These rules know nothing of any
API. Each change and each omission is reported in one line.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from scripts.adapt import _names
from scripts.adapt._schemas import Schemas, without_files
from scripts.openapi.cursor import Cursor
from scripts.openapi.operations import Operation, operations

JSON, FORM, MULTIPART, BYTES = (
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "application/octet-stream",
)
_VERSION = re.compile(r"v\d+|\d{4}-\d\d(-[a-z]+)?")
_PATH = re.compile(r"/[\w.~!$&()*+,;=:@%/ -]*", re.ASCII)
_MEDIA = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+", re.ASCII)
_STATUS = re.compile(r"default|[1-5](XX|[0-9][0-9])")
_OURS = {"accept", "authorization", "content-type"}  # headers that OpenAPI leaves to the client
_SCALARS = {"string", "integer", "number", "boolean"}
_FILE = {"type": "string", "format": "binary"}
_TEXT = "text/plain; charset=utf-8"  # of responses; so `as_files` names bodies only


def adapt(document: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Adapt a document so that the generator takes all of it.

    Args:
        document: what `normalize.normalized` gave.

    Returns:
        An OpenAPI 3.1 document, and what was adapted or left out, one line each, in order.
    """
    notes: list[str] = []
    schemas = Schemas(Cursor.at_root(document), notes.append)
    paths: dict[str, Any] = {}
    items = (Cursor.at_root(document) / "paths").members().values()
    notes += [
        f"{one.name}: left out, since its $ref leads nowhere" for one in items if one.is_dangling
    ]
    for call, name in _named([_Call(one) for one in operations(document)]):
        made = _Adapted(schemas, call, name, notes.append).made()
        if made:
            path, operation = made
            paths.setdefault(path, {})[call.operation.method] = operation
    components = {
        "schemas": schemas.made(),
        "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
    }
    info = {
        key: _names.plain(str(document["info"].get(key, ""))) or "unnamed"
        for key in ("title", "version")
    }
    document = {"openapi": "3.1.0", "info": info, "paths": paths, "components": components}
    return document, list(dict.fromkeys(notes))


def as_files(contract: Mapping[str, Any]) -> dict[str, str]:
    """Map the media types that the generator does not know to one that it knows."""
    operations = [operation for item in contract["paths"].values() for operation in item.values()]
    types = {
        media
        for operation in operations
        for media in operation.get("requestBody", {}).get("content", ())
    }
    unknown = {media for media in types - {FORM, MULTIPART, BYTES} if _kind(media) != JSON}
    return dict.fromkeys(sorted(unknown), BYTES)


class _Call:
    """An operation, and what the client calls it."""

    def __init__(self, operation: Operation) -> None:
        self.operation = operation
        self.tag = _names.identifier((operation.place.get("tags") or ["default"])[0], "tag")

    def tail(self) -> str:
        """HubSpot's name: the end of an operationId like `method-/path_name`, else of the path."""
        identity = str(self.operation.place.get("operationId", ""))
        tail = identity.rpartition("_")[2] if "/" in identity else identity
        if "/" in tail or not _names.plain(tail):
            parts = [
                part for part in self.operation.path.split("/") if not _VERSION.fullmatch(part)
            ]
            named_by = [re.sub(r"^\{(.*)\}$", r"by \1", part) for part in parts]
            words = " ".join(part for part in named_by if "{" not in part)
            tail = f"{self.operation.method} {words}"
        return _names.identifier(tail, "call")


def _named(calls: list[_Call]) -> Iterator[tuple[_Call, str]]:
    """Name each operation uniquely: its tail, after its tag where several share the tail."""
    shared = Counter(call.tail() for call in calls)
    names = _names.Names()
    for call in calls:
        tail = call.tail()
        yield call, names.of_function(f"{call.tag}_{tail}" if shared[tail] > 1 else tail)


class _Adapted:
    """One operation, adapted so that the generator takes it."""

    def __init__(
        self,
        schemas: Schemas,
        call: _Call,
        name: str,
        note: Callable[[str], None],
    ) -> None:
        self._schemas, self._call, self._name = schemas, call, name
        self._operation, self._where = call.operation, call.operation.name
        self._note: Callable[[str], None] = lambda text: note(f"{call.operation.name}: {text}")

    def made(self) -> tuple[str, dict[str, Any]] | None:
        """Its path and itself; None where it has to be left out."""
        parameters = list(self._declared())
        query = {one["name"]: self._query(one) for one in parameters if one["in"] == "query"}
        self._parts = {name: set(_parts(name, one["schema"])) for name, one in query.items()}
        self._beside = set().union(
            *self._parts.values(), *(_names.referred(one["schema"]) for one in query.values())
        )
        wanted = [(_names.attribute(one["name"]), one["in"]) for one in parameters]
        shared = Counter(name for name, _ in wanted) + Counter(("client", "url"))
        self._beside |= {
            f"{name}_{where}" for name, where in wanted if shared[name] > 1
        }  # what they become
        path, inside = self._path([one for one in parameters if one["in"] == "path"])
        others = self._others([one for one in parameters if one["in"] != "path"], query)
        body = self._body()
        if path is None or others is None or body is None:
            return None
        security = self._operation.security or []
        return path, {
            "operationId": self._name,
            "tags": [self._call.tag],
            "parameters": [*inside, *others],
            **({"requestBody": body} if body else {}),
            "responses": {**self._success(), **dict(self._responses())}
            or {"default": {"description": ""}},
            **({"security": [{"bearer": []}]} if security and {} not in security else {}),
        }

    def _declared(self) -> Iterator[Mapping[str, Any]]:
        seen = set()
        holders = [one / "parameters" for one in (self._operation.place, self._operation.item)]
        for raw in [one for holder in holders for one in holder.members().values()]:
            one = raw.followed().value
            if one is None:
                self._note("left out a parameter, since only those by name are referred to")
                continue
            if (one["name"], one["in"]) in seen:  # the operation's own is meant
                continue
            seen.add((one["name"], one["in"]))
            yield one

    def _path(self, declared: list[Mapping[str, Any]]) -> tuple[str | None, list[dict[str, Any]]]:
        """The path with names in it that Python can have, and their parameters."""
        known = {one["name"]: one for one in declared}
        names = _names.Names()
        inside = []
        pieces = re.split(r"\{([^{}]*)\}", self._operation.path)
        if not _PATH.fullmatch("x".join(pieces[::2])) or ".." in self._operation.path.split("/"):
            self._note("left out, since its path has signs that paths have not")
            return None, []
        for index, name in list(enumerate(pieces))[1::2]:
            if name not in known:
                self._note(f"takes a text for {name!a}, which its path has and it does not declare")
            used = names.of_function(name)
            if used in {"client", "url"} or not _names.attributes(
                {used: ()}, _names.ARGUMENTS | self._beside
            ):
                used = names.of_function(f"{used} path")
            inside.append(self._simple(known.get(name, {}), used, "path"))
            pieces[index] = f"{{{used}}}"
        for name in [name for name in known if f"{{{name}}}" not in self._operation.path]:
            self._note(f"left out the parameter {name!a}, which its path has not")
        return "".join(pieces), inside

    def _simple(self, one: Mapping[str, Any], name: str, where: str) -> dict[str, Any]:
        """A parameter that is no more than a text, number or enum."""
        schema = {
            key: value
            for key, value in _schema_of(one).items()
            if key != "default" or where != "path"
        }
        used = self._schemas.use(schema, f"{self._name} {name}", f"{self._where}: {name}")
        used.pop("format", None)
        if (
            where == "path" and used.get("type") == "boolean"
        ):  # which Python writes with a capital letter
            used = self._schemas.use(
                {"enum": ["true", "false"]}, f"{self._name} {name}", self._where
            )
        if where == "cookie" or not (used.get("type") in _SCALARS or self._schemas.is_enum(used)):
            used = {"type": "string"}
        return {
            "name": name,
            "in": where,
            "required": where == "path" or bool(one.get("required")),
            "schema": used,
        }

    def _others(
        self, declared: list[Mapping[str, Any]], query: Mapping[str, dict[str, Any]]
    ) -> list[dict[str, Any]] | None:
        """The parameters outside the path; None if a required one cannot be an argument."""
        made = []
        for where in ("query", "header", "cookie"):
            here = {one["name"]: one for one in declared if one["in"] == where}
            if where == "header":
                here = {name: one for name, one in here.items() if name.lower() not in _OURS}
            parts = {name: self._parts[name] if where == "query" else () for name in here}
            kept = _names.attributes(parts, _names.ARGUMENTS | self._beside)
            if where == "cookie":
                kept = [name for name in kept if here[name].get("required")]
            kept = [name for name in kept if not set(name) & set("{}")]
            for name in [name for name in here if name not in kept]:
                if here[name].get("required"):
                    self._note(
                        f"left out, since its parameter {name!a} can be no argument of its own"
                    )
                    return None
                self._note(f"left out the parameter {name!a}, which can be no argument of its own")
            made += [
                query[name] if where == "query" else self._simple(here[name], name, where)
                for name in kept
            ]
        return made

    def _query(self, one: Mapping[str, Any]) -> dict[str, Any]:
        name, used = one["name"], None
        if "content" not in one and one.get("style", "form") == "form":
            used = self._schemas.use(
                _schema_of(one), f"{self._name} {name}", f"{self._where}: {name}"
            )
        if used is None or not self._writes(used, exploded=one.get("explode") is not False):
            self._note(
                f"takes a text for {name!a}, since the client cannot write it as it is to be"
            )
            used = {"type": "string"}
        schema = without_files(used)
        return {
            "name": name,
            "in": "query",
            "required": bool(one.get("required")),
            "schema": schema,
        }

    def _writes(self, used: Mapping[str, Any], *, exploded: bool) -> bool:
        """Whether the client writes a value into the query as OpenAPI's style `form` has it."""
        members = used.get("anyOf", used.get("allOf", [used]))
        lists = [one["items"] for one in members if one.get("type") == "array"]
        objects = [one for one in members if self._schemas.is_object(one)]
        plain = all(
            one == {} or one.get("type") in _SCALARS or self._schemas.is_enum(one) for one in lists
        )
        return (
            plain
            and (exploded or not (lists or objects))
            and (not objects or members == objects[:1])
        )

    def _body(self) -> dict[str, Any] | None:
        """The request body: {} for none, None where the generator can make none of it."""
        place = self._operation.place / "requestBody"
        if place.value is None:
            return {}
        body = place.followed().value or {}
        media, schema = self._chosen(
            body.get("content", {}), (JSON, FORM, MULTIPART, BYTES), "bodies"
        )
        if media is None:
            self._note("left out, since it takes a body of no type that can be sent")
            return None
        if media not in {JSON, FORM, MULTIPART, BYTES}:
            self._note(f"takes its body of type {media} as a file")
        required = bool(body.get("required"))
        used = self._sent(media, schema)
        if "anyOf" in used and not required:
            self._note("takes anything as its body, since it may be left out and is one of several")
            used = {}
        exact = (
            next(one for one in body["content"] if _kind(one) == media)
            .partition(";")[0]
            .strip()
            .lower()
        )
        return {
            "required": required,
            "content": {exact if exact.endswith("+json") else media: {"schema": used}},
        }

    def _sent(self, media: str, schema: Any) -> dict[str, Any]:
        """The schema of a body."""
        if media not in {JSON, FORM, MULTIPART}:
            return _FILE
        used = self._schemas.use(schema, f"{self._name} Body", f"{self._where}: body")
        if media != JSON and not self._schemas.is_object(used):
            self._note(f"takes any object as its body of type {media}")
            anything = {"type": "object", "additionalProperties": True}
            used = self._schemas.use(anything, f"{self._name} Body", self._where)
        if media == MULTIPART:
            self._schemas.send_as_form(used)
        return without_files(used)

    def _success(self) -> dict[str, Any]:
        """Add a success where only errors are declared: HubSpot omits responses without a body."""
        responses = self._operation.place.get("responses", {})
        otherwise = json.dumps(responses.get("default", {})).lower()
        if any(code.startswith("2") for code in responses) or "error" not in otherwise:
            return {}
        self._note("declares no success; the body of one is not read")
        return {"2XX": {"description": ""}}

    def _responses(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for code, raw in (self._operation.place / "responses").members().items():
            if not _STATUS.fullmatch(code):
                self._note(f"left out the response {code!a}, which is no status")
                continue
            content = raw.followed().get("content", {})
            kinds = [_kind(media) for media in content]
            if JSON in kinds:
                media, schema = self._chosen(content, (JSON,), f"responses {code}")
                used = self._schemas.use(
                    schema, f"{self._name} Response {code}", f"{self._where}: {code}"
                )
                used = without_files(used)
            elif all(kind.startswith("text/") for kind in kinds):
                media, used = _TEXT, {"type": "string"}
            else:
                media, used = BYTES, _FILE
            yield (
                code,
                {"description": "", **({"content": {media: {"schema": used}}} if kinds else {})},
            )

    def _chosen(
        self, content: Mapping[str, Any], types: tuple[str, ...], what: str
    ) -> tuple[str | None, Any]:
        """The one media type to use, in the order of `types` or else the first, and its schema."""
        kinds = {
            kind: media
            for media in reversed(list(content))
            if _MEDIA.fullmatch(kind := _kind(media))
        }
        best = next((kind for kind in (*types, *reversed(kinds)) if kind in kinds), None)
        rest = [media for media in content if best is None or media != kinds[best]]
        if rest:
            self._note(f"left out {what} of type {', '.join(media[:60] for media in rest)}")
        return best, content[kinds[best]].get("schema", {}) if best else None


def _parts(name: str, used: Mapping[str, Any]) -> Iterator[str]:
    """What the code that sends a parameter of the query calls it, and its parts."""
    if used.get("type") not in _SCALARS or "format" in used:
        yield f"json_{_names.attribute(name)}"
        yield from _names.parts(name, used)


def _kind(media: str) -> str:
    """A media type as the generator knows it."""
    base = media.partition(";")[0].strip().lower()
    if base in {"*/*", "application/*"} or (base.endswith("+json") and _MEDIA.fullmatch(base)):
        return JSON
    return base


def _schema_of(parameter: Mapping[str, Any]) -> Mapping[str, Any]:
    contents: list[Mapping[str, Any]] = list(parameter.get("content", {}).values())
    schema = parameter.get("schema", contents[0].get("schema") if contents else None)
    return schema if isinstance(schema, Mapping) else {}
