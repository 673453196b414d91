"""Any HubSpot document gives a client that imports and type-checks, or one clear line."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args
from uuid import UUID

import httpx
import pytest
import troubles
from clashes import CLASHES
from pipeline import watched

DOCUMENTS = {**troubles.TROUBLES, **CLASHES}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document for each trouble."""
    made = tmp_path_factory.mktemp("troubles")
    for name, document in DOCUMENTS.items():
        (made / f"{name}.json").write_text(json.dumps(document))
    return made


@pytest.fixture(scope="module")
def told(folder: Path) -> dict[str, Any]:
    """The findings of each trouble; its client lies in `clients`."""
    done = watched("generate", folder)
    assert [] == done["strange"]
    findings: dict[str, Any] = done["told"]
    return findings


def test_every_trouble_gives_a_client_that_imports(folder: Path, told: dict[str, Any]) -> None:
    """Each document is generated, and each module of each client can be imported."""
    assert {} == {name: line for name, line in told.items() if isinstance(line, str)}
    modules = watched("import", folder)["told"]["modules"]
    assert DOCUMENTS.keys() <= {name for name in modules if "." not in name}


@pytest.mark.usefixtures("told")
def test_every_client_type_checks(folder: Path) -> None:
    """Mypy, strict, finds nothing in any of the clients."""
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--cache-dir",
        str(folder / "cache"),
        *DOCUMENTS,
    ]
    done = subprocess.run(
        command, cwd=folder / "clients", capture_output=True, text=True, check=False
    )
    assert 0 == done.returncode, done.stdout


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_finding_is_the_generators(told: dict[str, Any], name: str) -> None:
    """What the generator would leave out with a warning is adapted before it runs."""
    assert [] == [
        line for line in told[name] if "WARNING" in line or "Unable" in line or "Problem" in line
    ]


def test_names_are_short_and_differ_in_more_than_case(folder: Path, told: dict[str, Any]) -> None:
    """No two files differ only in case; none is long, or called like a device of Windows."""
    for name in told:
        paths = [
            path.relative_to(folder).as_posix() for path in (folder / "clients" / name).rglob("*")
        ]
        assert len(paths) == len({path.casefold() for path in paths}), name
        assert all(
            len(part) <= 200 and part.isascii() for path in paths for part in path.split("/")
        ), name
        assert {"con.py", "con", "aux.py", "nul.py"}.isdisjoint(
            {path.rpartition("/")[2] for path in paths}
        ), name


OPERATIONS = {
    "a_get_by_id", "b_get_by_id", "b_get_by_id_2",
    "get_crm_none", "post_crm_none", "put_crm_none", "delete_crm_none",
    "default_same", "default_same_2", "default_same_3", "get_user_by_id",
}  # fmt: skip


def test_operations_have_names_of_their_own(folder: Path, told: dict[str, Any]) -> None:
    """A name is the tail of HubSpot's or of its path; a shared one gets its tag, or a number."""
    assert "operations" in told
    contract = json.loads((folder / "clients/operations/openapi.json").read_text())
    names = [one["operationId"] for item in contract["paths"].values() for one in item.values()]
    assert len(names) == len(set(names)) == 14
    assert {name for name in names if len(name) < 40} == OPERATIONS


FINDINGS: list[tuple[str, str | None]] = [
    (
        "properties_that_become_one",
        "B/a.b: no attribute, since another or the client's code has its name",
    ),
    ("enums", "A/halves: left out an enum whose values are not all texts or all integers"),
    (
        "path_parameters",
        (
            "GET /a/{missing}: takes a text for 'missing', "
            "which its path has and it does not declare"
        ),
    ),
    ("path_parameters", "GET /b: left out the parameter 'stray', which its path has not"),
    ("bodies", "POST /0: takes its body of type application/xml as a file"),
    ("bodies", "POST /badly: left out, since it takes a body of no type that can be sent"),
    ("bodies", "POST /2: left out bodies of type application/xml"),
    ("answers", "GET /both: left out responses 200 of type text/csv"),
    ("circles", "Circle: left out of its own `allOf`"),
    ("circles", "Other: left out the alternatives of a part of `allOf`"),
    ("references_to_nothing", "Thing/gone: takes any value, since there is no schema 'Gone'"),
    *(
        (
            "arguments",
            (
                f"GET /query: takes a text for '{name}', "
                "since the client cannot write it as it is to be"
            ),
        )
        for name in ("content", "deep", "joined", "objects")
    ),
    (
        "arguments",
        "GET /detailed: left out the parameter 'sync_detailed', which can be no argument",
    ),
    ("contradictions", "Defaults/flag: left out a default"),
    ("passed_over", None),
    ("recursive_schemas", "Tree/items: takes any value, since Tree is made of itself"),
    ("parameters", "GET /a: left out the parameter 'of.{a}', which can be no argument"),
    ("parameters", "GET /b: left out, since its parameter 'kwargs' can be no argument"),
    ("defaults", "A/quoted: left out a default"),
    ("tags", None),
    ("schemas_named_like_imports", None),
    ("reserved_words", None),
    ("empty_schemas", None),
    ("long_names", None),
]


@pytest.mark.parametrize(("name", "finding"), FINDINGS)
def test_what_is_adapted_is_told(
    folder: Path, told: dict[str, Any], name: str, finding: str | None
) -> None:
    """Each thing adapted or left out is a line that says where; what loses nothing is none."""
    assert any(line.startswith(finding) for line in told[name]) if finding else [] == told[name]
    assert (
        "".join(f"{line}\n" for line in told[name])
        == (folder / "clients" / name / "findings.txt").read_text()
    )


@pytest.fixture
def clients(folder: Path, told: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The clients, where they can be imported."""
    assert told
    monkeypatch.syspath_prepend(str(folder / "clients"))
    return folder / "clients"


@pytest.mark.usefixtures("clients")
def test_strange_values_are_the_values_they_are() -> None:
    """Quotes, backslashes, braces and line ends in enums and defaults arrive unchanged."""
    strange = importlib.import_module("enums.models.a_strange").A_STRANGE_VALUES
    assert (
        set(
            troubles.TROUBLES["enums"]["components"]["schemas"]["A"]["properties"]["strange"][
                "enum"
            ]
        )
        == strange
    )
    assert "a'b\"c\\" == importlib.import_module("enums.models.a").A().default
    defaults = importlib.import_module("defaults.models.a").A()
    assert ("a'b {c} {{d}}", 3, 1, False, 1) == (
        defaults.plain, defaults.whole, defaults.half, defaults.flag, defaults.perhaps
    )  # fmt: skip


@pytest.mark.usefixtures("clients")
def test_a_property_without_attribute_is_kept() -> None:
    """What can have no attribute is read and written by its name."""
    model = importlib.import_module("closed_with_a_property_left_out.models.a").A
    thing = model.from_dict({"any": "kept"})
    assert ("kept", {"any": "kept"}) == (thing["any"], thing.to_dict())


@pytest.mark.usefixtures("clients")
def test_a_path_is_filled_in() -> None:
    """Parameters with repeated or reserved names go where they belong, and no further."""
    module = importlib.import_module("path_parameters.api.default.get_e")
    asked = module._get_kwargs("1", "c/../x", "{url}", "b")  # noqa: SLF001 - what is sent
    assert "/e/1c%2F..%2Fx%7Burl%7Db.json" == asked["url"]


def given_to_httpx(module: str, **given: Any) -> dict[str, Any]:
    """What a call of a client gives to httpx."""
    asked: dict[str, Any] = importlib.import_module(module)._get_kwargs(**given)  # noqa: SLF001
    return asked


@pytest.mark.usefixtures("clients")
@pytest.mark.parametrize(
    ("name", "kind"), [("post_0", "application/xml"), ("post_text", "text/plain")]
)
def test_a_body_of_another_type_is_sent_as_it_is(name: str, kind: str) -> None:
    """What is neither JSON nor a form goes as its bytes, under its own media type."""
    file = importlib.import_module("bodies.types").File(payload=b"<a/>")
    asked = given_to_httpx(f"bodies.api.default.{name}", body=file)
    assert ({"Content-Type": kind}, b"<a/>") == (asked["headers"], asked["content"])


@pytest.mark.usefixtures("clients")
@pytest.mark.parametrize(
    ("name", "read"), [("get_1", "File"), ("get_2", "str"), ("get_export", "File")]
)
def test_an_answer_of_another_type_is_a_text_or_a_file(name: str, read: str) -> None:
    """What is no JSON is read as a text where it can only be one, else as a file."""
    module = importlib.import_module(f"answers.api.default.{name}")
    parse = module._parse_response  # noqa: SLF001
    answer = parse(client=None, response=httpx.Response(200, content=b"a"))
    assert (read, "a") == (
        type(answer).__name__,
        answer if read == "str" else answer.payload.read().decode(),
    )


def read(name: str, status: int, content: bytes) -> Any:
    """What a call of the client of what is not said makes of an answer."""
    module = importlib.import_module(f"what_is_not_said.api.default.{name}")
    parse = module._parse_response  # noqa: SLF001
    return parse(client=None, response=httpx.Response(status, content=content))


@pytest.mark.usefixtures("clients")
def test_a_success_that_is_not_declared_is_no_error() -> None:
    """Of an operation that declares an error alone, a success is none, and an error is read."""
    assert read("post_failing", 204, b"") is None
    assert "no" == read("post_failing", 400, b'{"message": "no"}').message


@pytest.mark.usefixtures("clients")
@pytest.mark.parametrize("value", ["a", 1, None, [1], {"a": 1}])
def test_an_object_of_which_nothing_is_said_is_any_value(value: Any) -> None:
    """What HubSpot writes as an object without fields is read as whatever is there."""
    assert value == read("get_open", 200, json.dumps({"any": value}).encode()).any_


@pytest.mark.usefixtures("clients")
@pytest.mark.parametrize(
    ("name", "clients"), [("open", 2), ("optional", 2), ("by_by_id", 2), ("secured", 0)]
)
def test_a_call_that_asks_for_no_token_needs_none(name: str, clients: int) -> None:
    """A call that needs no security takes a client without a token, too."""
    module = importlib.import_module(f"what_is_not_said.api.default.get_{name}")
    assert clients == len(get_args(module.sync_detailed.__annotations__["client"]))


@pytest.mark.usefixtures("clients")
def test_a_name_that_the_code_uses_is_an_attribute_like_a_keyword() -> None:
    """`files` is `files_` in Python, and `files` on the wire, as JSON and as a part of a form."""
    models = importlib.import_module("bodies.models")
    assert {"files": "f"} == models.PostNamesBody(files_="f").to_dict()
    assert [("files", (None, b"f", "text/plain"))] == models.PostPartsBody(
        files_="f"
    ).to_multipart()


@pytest.mark.usefixtures("clients")
def test_one_of_several_has_what_all_of_them_have() -> None:
    """A schema that is an alternative of its own part keeps its fields, and is told apart."""
    read = importlib.import_module("circles.models").Whole.from_dict
    first = read({"held_0": {"access": "a", "kind": "k"}}).held_0
    other = read({"held_0": {"client": "c"}}).held_0
    assert ("AccessToken", "k", "ClientToken", "c") == (
        type(first).__name__,
        first.kind,
        type(other).__name__,
        other.client,
    )


@pytest.mark.usefixtures("clients")
@pytest.mark.parametrize(
    ("module", "name", "value"),
    [
        ("clashes_of_names", "CheckProp", {"check_status": "x", "status": "a"}),
        ("clashes_of_names", "CheckStatus", {"status": "a"}),
        ("clashes_of_names", "UnionItem", {"x_type_1_item": "kept", "x": [{"q": "1"}]}),
        ("clashes_of_names", "NestedItem", {"x": [[{"q": "1"}]], "x_item_item": "kept"}),
        (
            "clashes_of_names",
            "MoreItem",
            {"additional_property_item": "kept", "additional_property": "too"},
        ),
        ("clashes_of_names", "RawClass", {"Foo": {"z": "1"}, "foo": "s"}),
        ("clashes_of_names", "Wide", {"\uff53\uff45\uff4c\uff46": "a", "\xaa": "b", "A": "c"}),
        ("clashes_of_names", "Lists", {"Date": [{"q": "1"}], "date": [{"z": "2"}]}),
        ("contradictions", "Either", {"x": "text"}),
        ("contradictions", "Typed", {"x": 1, "y": "1"}),
        ("contradictions", "Upload", {"x": "text"}),
    ],
)
def test_what_is_read_is_written(module: str, name: str, value: dict[str, Any]) -> None:
    """No name that the code uses for something of its own changes or loses a value."""
    model = getattr(importlib.import_module(f"{module}.models"), name)
    assert value == model.from_dict(value).to_dict()


@pytest.mark.usefixtures("clients")
@pytest.mark.parametrize("name", ["Beside", "Inside"])
def test_what_is_required_beside_a_part_is_required(name: str) -> None:
    """A field that only a schema around another requires has to be given."""
    with pytest.raises(TypeError, match="q"):
        getattr(importlib.import_module("contradictions.models"), name)()


@pytest.mark.usefixtures("clients")
@pytest.mark.parametrize(
    ("name", "given", "sent"),
    [
        ("get_json", {"ids": [UUID(int=1)]}, {"params": {"ids": [str(UUID(int=1))]}}),
        (
            "get_query",
            {"joined": "a,b", "plain": ["a"]},
            {"params": {"joined": "a,b", "plain": ["a"]}},
        ),
        ("get_own_by_id", {"id": 3}, {"url": "/own/3"}),
        (
            "get_path_by_body_by_body_path",
            {"body_path": "a", "body_path_2": "b"},
            {"url": "/path/a/b"},
        ),
    ],
)
def test_an_argument_arrives_under_its_name(
    name: str, given: dict[str, Any], sent: dict[str, Any]
) -> None:
    """What a caller gives goes where it belongs, and nowhere else."""
    asked = given_to_httpx(f"arguments.api.default.{name}", **given)
    assert sent == {key: asked[key] for key in sent}


@pytest.mark.usefixtures("clients")
def test_a_flag_in_a_path_is_written_as_json_has_it() -> None:
    """Python would write True with a capital letter, so the argument is one of two texts."""
    values = importlib.import_module(
        "arguments.models.get_flag_by_flag_flag"
    ).GET_FLAG_BY_FLAG_FLAG_VALUES
    assert {"true", "false"} == values


@pytest.mark.usefixtures("clients")
def test_a_patch_is_sent_as_the_kind_of_patch_it_is() -> None:
    """A media type that ends in +json is kept."""
    body = importlib.import_module("arguments.models").PatchPatchBody(q="1")
    asked = given_to_httpx("arguments.api.default.patch_patch", body=body)
    assert ({"Content-Type": "application/merge-patch+json"}, {"q": "1"}) == (
        asked["headers"],
        asked["json"],
    )
