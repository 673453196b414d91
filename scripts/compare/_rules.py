"""The kinds of changes between documents and their levels, as `docs/reference/compare.md` shows."""

from __future__ import annotations

from dataclasses import dataclass

from scripts.compare._levels import (
    BOTH,
    BREAKING,
    COMPATIBLE,
    NEVER,
    REQUEST,
    RESPONSE,
    RISKY,
    Rule,
)

# HubSpot's definition (documentation, "Breaking change definition"): removing an endpoint, a
# response field or an accepted request value; adding a required request field, header or parameter;
# renaming a field; changing a type; changing lengths past int or long; changing error codes or
# auth; restricting scopes; reducing limits; adding validation. All else may come without notice.
RULES: dict[str, Rule] = {
    # Of a call as a whole.
    "operation-removed": Rule(
        BREAKING, BREAKING, BOTH, "the operation is gone", "Calls of it fail."
    ),
    "operation-added": Rule(
        COMPATIBLE, COMPATIBLE, "", "the operation is new", "Nobody calls it yet."
    ),
    "prefix-changed": Rule(
        RISKY,
        RISKY,
        "",
        "all paths begin otherwise",
        "Clients that know the version as a part of the path look elsewhere.",
    ),
    "operation-renamed": Rule(
        RISKY,
        RISKY,
        "",
        "the operation has another name",
        "The wire is as it was; generated names follow the name.",
    ),
    "deprecated": Rule(
        RISKY, RISKY, "", "it is deprecated now", "It works, and is announced to go."
    ),
    "undeprecated": Rule(COMPATIBLE, COMPATIBLE, "", "it is not deprecated any more", "It stays."),
    "server-added": Rule(
        COMPATIBLE, COMPATIBLE, "", "a server is new", "The others still respond."
    ),
    "server-removed": Rule(
        RISKY, RISKY, "", "a server is gone", "It may still respond; nothing says so."
    ),
    "security-added": Rule(
        COMPATIBLE, NEVER, "", "a way to authenticate is new", "The others still hold."
    ),
    "security-removed": Rule(
        BREAKING,
        NEVER,
        REQUEST,
        "a way to authenticate is gone",
        "Who used it is refused, whatever ways remain.",
    ),
    "security-tightened": Rule(
        BREAKING,
        NEVER,
        REQUEST,
        "a way to authenticate asks for more",
        "Who sends what was enough is refused.",
    ),
    "security-loosened": Rule(
        COMPATIBLE,
        NEVER,
        "",
        "a way to authenticate asks for less",
        "Who sends more is let in as before.",
    ),
    "scope-added": Rule(
        BREAKING, NEVER, REQUEST, "a scope is needed that was not", "Tokens without it are refused."
    ),
    "scope-removed": Rule(
        COMPATIBLE, NEVER, "", "a scope is not needed any more", "Tokens with it are let in."
    ),
    # Of components.
    "scheme-added": Rule(
        COMPATIBLE, COMPATIBLE, "", "a security scheme is new", "No call needs it by this alone."
    ),
    "scheme-removed": Rule(
        RISKY,
        RISKY,
        BOTH,
        "a security scheme is gone",
        "What breaks is said of the calls that asked for it.",
    ),
    "scheme-changed": Rule(
        BREAKING,
        BREAKING,
        BOTH,
        "a security scheme works otherwise",
        "Credentials are sent or got the old way.",
    ),
    "flow-added": Rule(
        COMPATIBLE, COMPATIBLE, "", "a way to get a token is new", "The others still hold."
    ),
    "flow-removed": Rule(
        BREAKING, BREAKING, BOTH, "a way to get a token is gone", "Who used it gets no token."
    ),
    "flow-scope-added": Rule(
        COMPATIBLE, COMPATIBLE, "", "a scope is offered", "Nobody asks for it yet."
    ),
    "flow-scope-removed": Rule(
        COMPATIBLE,
        COMPATIBLE,
        "",
        "a scope is not offered any more",
        "No call asks for it.",
    ),
    "scope-not-offered": Rule(
        COMPATIBLE,
        COMPATIBLE,
        "",
        "a scope that calls ask for is not offered any more: the document contradicts itself",
        "What the calls ask for is as it was; lists of scopes come and go between revisions.",
    ),
    "schema-added": Rule(
        COMPATIBLE, COMPATIBLE, "", "a schema is new", "A name, and nothing on the wire."
    ),
    "schema-removed": Rule(
        RISKY,
        RISKY,
        "",
        "a schema is gone",
        "A name, and nothing on the wire; generated names follow it.",
    ),
    # Of requests as a whole.
    "parameter-added": Rule(
        COMPATIBLE, NEVER, "", "an optional parameter is new", "It may be left out."
    ),
    "required-parameter-added": Rule(
        BREAKING, NEVER, REQUEST, "a required parameter is new", "Callers do not send it."
    ),
    "parameter-removed": Rule(
        BREAKING, NEVER, "", "a parameter is gone", "It is refused, or has no effect."
    ),
    "parameter-became-required": Rule(
        BREAKING,
        NEVER,
        REQUEST,
        "a parameter has become required",
        "Callers who leave it out are refused.",
    ),
    "parameter-became-optional": Rule(
        COMPATIBLE, NEVER, "", "a parameter has become optional", "It may still be sent."
    ),
    "body-added": Rule(
        RISKY, NEVER, "", "the call takes a body", "What leaving it out means is not said."
    ),
    "required-body-added": Rule(
        BREAKING, NEVER, REQUEST, "the call needs a body", "Callers do not send one."
    ),
    "body-removed": Rule(
        BREAKING,
        NEVER,
        REQUEST,
        "the call takes no body any more",
        "It is refused, or has no effect.",
    ),
    "body-became-required": Rule(
        BREAKING,
        NEVER,
        REQUEST,
        "the body has become required",
        "Callers who leave it out are refused.",
    ),
    "body-became-optional": Rule(
        COMPATIBLE, NEVER, "", "the body has become optional", "It may still be sent."
    ),
    "encoding-changed": Rule(
        BREAKING,
        BREAKING,
        REQUEST,
        "a value is written otherwise",
        "The same value is other text on the wire.",
    ),
    # Of responses as a whole.
    "success-added": Rule(
        NEVER, RISKY, "", "a success status is new", "Clients that know the others may fail on it."
    ),
    "success-removed": Rule(
        NEVER, BREAKING, "", "a success status is gone", "Clients wait for it, and what it holds."
    ),
    "error-added": Rule(
        NEVER,
        COMPATIBLE,
        "",
        "an error status is declared",
        "Clients meet errors not declared anyway.",
    ),
    "error-removed": Rule(
        NEVER,
        RISKY,
        RESPONSE,
        "an error status is not declared any more",
        "What came with it may come otherwise.",
    ),
    "header-added": Rule(
        NEVER, COMPATIBLE, "", "a header is new", "Clients pass over what they do not know."
    ),
    "header-removed": Rule(NEVER, RISKY, "", "a header is gone", "Clients may read it."),
    "header-became-required": Rule(
        NEVER, COMPATIBLE, "", "a header is promised now", "It came before, sometimes."
    ),
    "header-became-optional": Rule(
        NEVER, RISKY, "", "a header is not promised any more", "Clients may count on it."
    ),
    "media-type-added": Rule(
        COMPATIBLE, RISKY, "", "a content type is new", "Responses may come in it unasked."
    ),
    "media-type-widened": Rule(
        COMPATIBLE, RISKY, "", "more content types are allowed", "Responses may come in others."
    ),
    "media-type-narrowed": Rule(
        BREAKING,
        COMPATIBLE,
        REQUEST,
        "fewer content types are allowed",
        "Bodies of other types are refused; readers know the rest.",
    ),
    "media-type-removed": Rule(
        BREAKING, BREAKING, REQUEST, "a content type is gone", "Either side relies on it."
    ),
    "reference-broken": Rule(
        RISKY,
        RISKY,
        "",
        "it refers to what is not in the document",
        "What may stand there is not said; the document is at fault.",
    ),
    "reference-mended": Rule(
        RISKY,
        RISKY,
        "",
        "it refers to something again",
        "What stood there before was not said, so what changed is not known.",
    ),
    # Of schemas.
    "field-added": Rule(
        COMPATIBLE,
        COMPATIBLE,
        "",
        "an optional field is new",
        "It may be left out, or passed over.",
    ),
    "required-field-added": Rule(
        BREAKING,
        COMPATIBLE,
        REQUEST,
        "a required field is new",
        "Callers do not send it; who reads may pass over it.",
    ),
    "field-removed": Rule(
        BREAKING,
        BREAKING,
        RESPONSE,
        "a field is gone",
        "It is refused or has no effect; who reads it finds nothing.",
    ),
    "field-became-required": Rule(
        BREAKING,
        COMPATIBLE,
        REQUEST,
        "a field has become required",
        "Callers may leave it out; readers get more.",
    ),
    "field-became-optional": Rule(
        COMPATIBLE,
        RISKY,
        "",
        "a field is not required any more",
        "It may still be sent; readers may count on it.",
    ),
    "type-changed": Rule(
        BREAKING, BREAKING, BOTH, "the type is another", "Values of the old type do not fit."
    ),
    "type-widened": Rule(
        COMPATIBLE, RISKY, "", "more types are allowed", "Old values fit; readers may get new ones."
    ),
    "type-narrowed": Rule(
        BREAKING,
        COMPATIBLE,
        REQUEST,
        "fewer types are allowed",
        "Some old values are refused; readers know the rest.",
    ),
    "format-changed": Rule(
        RISKY,
        RISKY,
        BOTH,
        "the format is another",
        "Often wider, as int32 to int64, which HubSpot counts; not judged.",
    ),
    "enum-value-added": Rule(
        COMPATIBLE, RISKY, "", "a value is new", "Closed lists in clients fail on it."
    ),
    "enum-value-removed": Rule(
        BREAKING,
        COMPATIBLE,
        REQUEST,
        "a value is gone",
        "Callers may send it; readers know the rest.",
    ),
    "enum-closed": Rule(
        BREAKING,
        COMPATIBLE,
        REQUEST,
        "only listed values are allowed",
        "Others are refused; readers know more.",
    ),
    "enum-opened": Rule(
        COMPATIBLE, RISKY, "", "any value is allowed", "Closed lists in clients fail on it."
    ),
    "limit-tightened": Rule(
        BREAKING,
        COMPATIBLE,
        REQUEST,
        "a limit is tighter, or new",
        "Some old values are refused; readers know the rest.",
    ),
    "limit-loosened": Rule(
        COMPATIBLE,
        RISKY,
        "",
        "a limit is looser, or gone",
        "Old values fit; readers may get larger ones.",
    ),
    "pattern-changed": Rule(
        BREAKING,
        RISKY,
        REQUEST,
        "the pattern is another",
        "Which of two patterns admits more is not judged.",
    ),
    "condition-changed": Rule(
        RISKY,
        RISKY,
        REQUEST,
        "a condition is another",
        "What it admits more or less is not judged.",
    ),
    "discriminator-changed": Rule(
        BREAKING,
        BREAKING,
        BOTH,
        "alternative shapes are told apart otherwise",
        "A value that meant one shape means another, or none.",
    ),
    "discriminator-value-added": Rule(
        COMPATIBLE,
        RISKY,
        "",
        "a value that tells a shape is new",
        "Clients that know the others fail on it.",
    ),
    "default-changed": Rule(
        RISKY,
        COMPATIBLE,
        "",
        "the default is another",
        "Leaving it out means something else; responses say what is.",
    ),
    "access-changed": Rule(
        RISKY,
        NEVER,
        "",
        "it is read-only, or is so no more",
        "It is passed over where it was taken.",
    ),
    "extra-fields-forbidden": Rule(
        BREAKING,
        COMPATIBLE,
        REQUEST,
        "fields that are not listed are refused",
        "Callers may send some.",
    ),
    "extra-fields-allowed": Rule(
        COMPATIBLE,
        COMPATIBLE,
        "",
        "fields that are not listed are allowed",
        "New fields may come anyway.",
    ),
    "choice-added": Rule(
        COMPATIBLE,
        RISKY,
        "",
        "an alternative shape is new",
        "Clients that know the others fail on it.",
    ),
    "choice-removed": Rule(
        BREAKING,
        COMPATIBLE,
        REQUEST,
        "an alternative shape is gone",
        "Callers may send it; readers know the rest.",
    ),
    "choices-closed": Rule(
        BREAKING,
        COMPATIBLE,
        REQUEST,
        "one of some shapes is needed",
        "Others are refused; readers know more.",
    ),
    "choices-opened": Rule(
        COMPATIBLE,
        RISKY,
        "",
        "none of some shapes is needed any more",
        "Clients that know the shapes fail on others.",
    ),
}


@dataclass(frozen=True, order=True)
class Change:
    """One change, where it lives, and the operations it reaches.

    Args:
        rule: its kind, a key of RULES.
        side: request, response, or both if it belongs to neither alone.
        place: a schema and the place inside it, as `Thing.list[].name`; or a part of the
            operations, as `query.limit`.
        detail: what changed there, as `int32 -> int64`.
        operations: those it reaches, sorted, with versions masked.
        affects: the parts of this project that it affects, in words.
    """

    rule: str
    side: str
    place: str
    detail: str
    operations: tuple[str, ...]
    affects: str

    @property
    def level(self) -> str:
        """How it is judged."""
        rule = RULES[self.rule]
        return rule.response if self.side == RESPONSE else rule.request
