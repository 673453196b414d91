"""How the documentation is built; `nox -s docs` runs it, and needs no network."""

from __future__ import annotations

import os
import re
from importlib import import_module
from importlib.metadata import version as installed_version
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

PUBLIC = (
    "hubspot_marketing_events",
    "hubspot_marketing_events.errors",
    "hubspot_marketing_events_contract",
    "hubspot_marketing_events_mock",
)
CODE = re.compile(r"(?<![`\\])`([^`]+)`(?!`)")  # as in Markdown, and followed by anything
CONSTANT = re.compile(r"= ([A-Z][A-Z_]+)\b")
ROOT = Path(__file__).parents[1]
ROOT_PAGES = ("architecture", "changelog", "contributing")
LINK = re.compile(r"\]\((?!\w+:|#)([^)#]+)")

os.environ |= {"COLUMNS": "88", "NO_COLOR": "1", "TERM": "dumb"}  # for the help of the commands

project = "hubspot-marketing-events"
author = copyright = "hubspot-marketing-events contributors"  # noqa: A001 - Sphinx reads this name
version = release = installed_version(project)

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinxcontrib.programoutput",
]

myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence"]

autodoc_member_order = "bysource"
autodoc_preserve_defaults = True  # as the source says them, not the values
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
maximum_signature_line_length = 80
napoleon_use_ivar = True

html_theme = "furo"
html_title = project
html_show_sourcelink = False
html_copy_source = False
html_static_path = ["_static"]
html_css_files = ["site.css"]


def check_reference(_app: Sphinx, environment: BuildEnvironment) -> None:
    """Fail where a public name has no place in the reference."""
    documented = environment.get_domain("py").objects  # type: ignore[attr-defined]
    missing = [
        f"{package}.{name}"
        for package in PUBLIC
        for name, value in public_names(package).items()
        if not {f"{package}.{name}", f"{value.__module__}.{name}"} & documented.keys()
    ]
    if missing:
        raise ExtensionError(f"docs/reference lacks {', '.join(missing)}")


def public_names(package: str) -> dict[str, Any]:
    """Return the names that a package promises, with what they stand for."""
    module = import_module(package)
    values = {name: getattr(module, name) for name in getattr(module, "__all__", vars(module))}
    if not hasattr(module, "__all__"):
        return {
            name: value
            for name, value in values.items()
            if getattr(value, "__module__", None) == package and not name.startswith("_")
        }
    return {name: value for name, value in values.items() if not isinstance(value, ModuleType)}


def read_root_page(_app: Sphinx, name: str, source: list[str]) -> None:
    """Read a page at the root of the repository, with links as they are from docs/."""
    if name in ROOT_PAGES:
        text = (ROOT / f"{name.upper()}.md").read_text(encoding="utf-8")
        source[0] = LINK.sub(lambda found: f"]({moved(found[1])}", text)


def moved(target: str) -> str:
    """Return the path from docs/ of what is at a path from the root."""
    page = target.removesuffix(".md").lower()
    if page in ROOT_PAGES:
        return f"{page}.md"
    return target.removeprefix("docs/") if target.startswith("docs/") else f"../{target}"


def read_docstring(*given: Any) -> None:
    """Read a docstring as its authors write it: code in single backticks, and trees of lines."""
    lines = given[-1]  # the last that Sphinx passes
    if any(line.startswith("├") for line in lines):
        del lines[1:]  # docs/reference/errors.md shows the tree itself
    lines[:] = [CODE.sub(r"``\1``\\ ", line) for line in lines]


def show_defaults(*given: Any) -> tuple[str, str] | None:
    """Show the values of defaults that are constants, or of a class of attrs."""
    thing, signature, returned = given[3], given[5], given[6]
    if not signature:
        return None

    function = thing.__init__ if isinstance(thing, type) else thing
    known = getattr(function, "__globals__", {})
    for name in CONSTANT.findall(signature):
        if isinstance(known.get(name), str | int | float):
            signature = signature.replace(f"= {name}", f"= {known[name]!r}", 1)

    for field in attrs.fields(thing) if attrs.has(thing) else ():
        made = isinstance(field.default, attrs.Factory)  # type: ignore[arg-type]
        written = "NOTHING" if made else f"attr_dict['{field.name}'].default"
        signature = signature.replace(written, shown(field.default), 1)
    return signature, returned


def shown(default: object) -> str:
    """Return a default as people read it, always the same."""
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type]
        return f"{default.factory.__name__}()"
    return f"{{{str(sorted(default))[1:-1]}}}" if isinstance(default, frozenset) else repr(default)


def setup(app: Sphinx) -> None:
    """Register what this project adds to Sphinx."""
    app.connect("source-read", read_root_page)
    app.connect("autodoc-process-docstring", read_docstring)
    app.connect("autodoc-process-signature", show_defaults)
    app.connect("env-check-consistency", check_reference)
