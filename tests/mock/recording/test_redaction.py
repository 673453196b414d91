"""Redaction: every planted shape is replaced, every rule is needed, and no word takes long."""

from __future__ import annotations

import base64
import json
import time
from typing import Any
from urllib.parse import quote

import pytest

from hubspot_marketing_events_mock.recording import LeakError, Redactor
from hubspot_marketing_events_mock.recording._detection import FINDERS, decoded, kind_of

KEY = b"a key of this test"
MAIL = "jane.doe@corp.example"
PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7\n-----END RSA PRIVATE KEY-----"

# What is planted in a text: what must be gone, and the text around it. The texts of a rule are
# found by no other rule.
CREDENTIALS = {
    "Bearer abcdefghijkl": "sent Bearer abcdefghijkl to it",
    "Basic dXNlcjpwYXNz": "sent Basic dXNlcjpwYXNz to it",
    "bearer opaquetoken": "header: bearer opaquetoken",
    "Digest abcdefgh": "Digest abcdefgh",
    "AKIAIOSFODNN7EXAMPLE": "with AKIAIOSFODNN7EXAMPLE",
    "ASIAQWERTYUIOPASDFGH": "with ASIAQWERTYUIOPASDFGH",
    "MIIEpAIBAAKCAQEA7": PEM,
    "MHcCAQEEIIrYSSNQFaA": "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIIrYSSNQFaA",
    "eyJhbGciOi.eyJzdWIiOi": "two parts eyJhbGciOi.eyJzdWIiOi here",
    "eyJhbGciOi.eyJzdWIiOi.c2lnbmF0": "three eyJhbGciOi.eyJzdWIiOi.c2lnbmF0",
    "pat-na1-aaaaaaaa": "pat-na1-aaaaaaaa-bbbb-cccc",
    "pat-eu1-aaaaaaaa": "(pat-eu1-aaaaaaaa-bbbb)",
    "ghp_abcdefghijklmno": "ghp_abcdefghijklmno",
    "github_pat_abcdefghij": "github_pat_abcdefghij",
    "glpat-abcdefghij": "glpat-abcdefghij",
    "xoxb-abcdefghij": "xoxb-abcdefghij",
    "sk_live_abcdefghij": "sk_live_abcdefghij",
    "sk-abcdefghijklmn": "sk-abcdefghijklmn",
    "AIzaabcdefghijkl": "AIzaabcdefghijkl",
    "ya29.abcdefghijk": "ya29.abcdefghijk",
    "SG.abcdefghijk": "SG.abcdefghijk",
    "shpat_abcdefghij": "shpat_abcdefghij",
    "npm_abcdefghijk": "npm_abcdefghijk",
    "hf_abcdefghijkl": "hf_abcdefghijkl",
    "whsec_abcdefghijk": "whsec_abcdefghijk",
    "user:hunter2": "postgres://user:hunter2@/db",
    ":redispassword": "redis://:redispassword@/0",
    "T00/B00/XXXX": "https://hooks.slack.com/services/T00/B00/XXXX",
}
SECRETS = {
    "apival": "https://x.example/?api_key=apival",
    "tokval": "https://x.example/?a=1&authToken=tokval&b=2",
    "keyval": "xApiKey: keyval",
    "sigval": "https://x.example/f?sig=sigval",
    "pwdval": "https://x.example/f?pwd=pwdval",
    "hapval": "https://api.hubapi.com/?hapikey=hapval",
    "accval": "access_token=accval",
    "refval": "refresh_token: refval",
    "secval": '{"client_secret": "secval"}',
    "pasval": "password = pasval",
    "quoval": "passwd='quoval with spaces'",
    "escval": '{\\"secret\\": \\"escval\\"}',
    "sesval": "sessionid=sesval",
    "jwtval": "jwt=jwtval",
    "sgnval": "X-Amz-Signature=sgnval",
    "crdval": "X-Amz-Credential=crdval",
    "pinval": "pin: pinval",
    "otpval": "otp=otpval",
    "cokval": "Cookie: cokval",
    "csrval": "csrf_token=csrval",
    "privval": "private-key=privval",
    "shaval": "SharedAccessKey=shaval",
    "AUTHVAL": "AUTH=AUTHVAL",
    "httptok": "token=httptok",
}
ENTROPY = {
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzz9kLm8Qw": "aws wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzz9kLm8Qw",
    "d41d8cd98f00b204e9800998ecf8427e": "digest d41d8cd98f00b204e9800998ecf8427e",
    "Zx8Qp2Lm9Rt4Vb7Nk1Ws": "it is Zx8Qp2Lm9Rt4Vb7Nk1Ws",
    "q7w2e9r4t1y8u3i6o5p0a2s": "it is q7w2e9r4t1y8u3i6o5p0a2s",
    "CJTQzKPtMRIOAAEAQAAAAQAAAAAAUABg": "oauth CJTQzKPtMRIOAAEAQAAAAQAAAAAAUABgCJ1Kv",
    "aB3dE6gH9jK2mN5pQ8sT": "https://x.example/invite/aB3dE6gH9jK2mN5pQ8sT/open",
}
EMAILS = {
    MAIL: f"ask {MAIL} now",
    "Jane.Doe+tag@Sub.Corp.Example": "ask Jane.Doe+tag@Sub.Corp.Example",
    '"jane doe"@corp.example': 'ask "jane doe"@corp.example',
    "jane@localhost": "ask jane@localhost",
    "root@[203.0.113.9]": "ask root@[203.0.113.9]",
    "jörg@müller.example": "ask jörg@müller.example",
    "o'neil@corp.example": "ask o'neil@corp.example",
    "a@b": "a@b",
    "mailto:jane@corp.example": "mailto:jane@corp.example",
    "jane_doe@corp-mail.example": "(jane_doe@corp-mail.example)",
}
ENCODED = {
    "jane.doe&#64;corp": "jane.doe&#64;corp.example",
    "jane.doe&#x40;corp": "jane.doe&#x40;corp.example",
    "jane.doe&commat;corp": "jane.doe&commat;corp.example",
    "jane.doe%40corp": "https://x.example/?m=jane.doe%40corp.example",
    "jane.doe%2540corp": "https://x.example/?m=jane.doe%2540corp.example",
    "jane.doe%252540corp": "https://x.example/?m=jane.doe%252540corp.example",
    "jane.doe\\u0040corp": "jane.doe\\u0040corp.example",
    "jane.doe\\x40corp": "jane.doe\\x40corp.example",
    "jane.doe=40corp": "jane.doe=40corp.example",
    "jane.doe\uff20corp": "jane.doe\uff20corp.example",
    base64.b64encode(MAIL.encode()).decode(): f"b {base64.b64encode(MAIL.encode()).decode()}",
    base64.urlsafe_b64encode(b"??" + MAIL.encode()).decode(): base64.urlsafe_b64encode(
        b"??" + MAIL.encode()
    ).decode(),
    base64.b64encode(quote(MAIL, safe="").encode()).decode(): base64.b64encode(
        quote(MAIL, safe="").encode()
    ).decode(),
    MAIL.encode().hex(): f"hex {MAIL.encode().hex()}",
    "&#98;earer": "&#98;earer%20abcdefghijkl",
    "api%5Fkey%3D": "https://x.example/?next=%2F%3Fapi%5Fkey%3Dnested",
    "%2B49": "tel%3A%2B49%20170%205551234",
}
NAMES = {
    "Jane": 'contactName: "Jane Q. Doe"',
    "Janet": "contact_name=Janet",
    "Johanna": "firstName=Johanna",
    "Miller": '{"last-name": "Miller"}',
    "0170555": "phoneNumber=0170555",
    "Elmstreet": "street: 'Elmstreet 5'",
    "Springfield": "city=Springfield",
    "Acme": "company=Acme",
    "1990-02": "date_of_birth=1990-02",
    "John": "attendee: John",
    "Northwind": '\\"eventOrganizer\\": \\"Northwind\\"',
}
ADDRESSES = {
    "203.0.113.9": "from 203.0.113.9",
    "198.51.100.77": "from 198.51.100.77:8080",
    "2001:db8::8a2e:370:7334": "from 2001:db8::8a2e:370:7334",
    "fe80::1ff:fe23:4567:890a": "[fe80::1ff:fe23:4567:890a]",
}
PHONES = {
    "+49 170 5551234": "call +49 170 5551234",
    "+1-202-555-0143": "call +1-202-555-0143",
    "+442079460958": "call +442079460958 now",
    "(202) 555-0143": "call (202) 555-0143",
    "0049 30 901820": "call 0049 30 901820",
}
IDS = {
    "62515": "portal 62515 may not",
    "7251500": "Hub ID: 7251500",
    "9988776": "User 9988776 of it",
    "8123456": "https://app.hubspot.com/contacts/8123456/record/0-1",
    "8123457": "https://app-eu1.hubspot.com/reports-dashboard/8123457/view",
    "8123458": "/portals/8123458/settings",
    "4411223": "contact #4411223 is gone",
    "5511223": '"accountId": 5511223',
    "6611223": "ownerId=6611223",
}
TEXTS: dict[str, dict[str, str]] = {
    "credentials": CREDENTIALS,
    "secrets": SECRETS,
    "entropy": ENTROPY,
    "emails": EMAILS,
    "encodings": ENCODED,
    "names": NAMES,
    "addresses": ADDRESSES,
    "phones": PHONES,
    "ids": IDS,
}
SHAPES = [(rule, secret, text) for rule, texts in TEXTS.items() for secret, text in texts.items()]


def test_there_are_enough_shapes() -> None:
    """More than a hundred shapes are planted."""
    assert len(SHAPES) >= 110


@pytest.mark.parametrize(("rule", "secret", "text"), SHAPES)
def test_a_shape_is_replaced_and_nothing_is_left(rule: str, secret: str, text: str) -> None:
    """A planted shape is gone, and the second look finds nothing."""
    redactor = Redactor(KEY)
    redacted = redactor.text(text)
    assert secret not in redacted, rule
    redactor.check({"text": redacted})


@pytest.mark.parametrize("rule", sorted(TEXTS))
def test_a_shape_needs_its_rule(rule: str) -> None:
    """Without its rule a shape stays, or the second look refuses all of it."""
    some_left = False
    for secret, text in TEXTS[rule].items():
        redactor = Redactor(KEY, frozenset(TEXTS) - {rule})
        some_left |= secret in redactor.text(text)
    assert some_left


@pytest.mark.parametrize(
    ("rule", "secret", "text"), [s for s in SHAPES if s[0] != "ids" and not s[1].isdecimal()]
)
def test_the_second_look_finds_what_was_not_replaced(rule: str, secret: str, text: str) -> None:
    """What stands unredacted in a document is refused, whatever rule it belongs to."""
    with pytest.raises(LeakError, match="at /text is something of the kind"):
        Redactor(KEY).check({"text": text})
    assert secret in text, rule


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("contactName", "Jane Doe"),
        ("contact_name", "Jane Doe"),
        ("phoneNumber", "555 1234"),
        ("x-api-key", "opaque"),
        ("authToken", "opaque"),
        ("Set-Cookie", "opaque"),
        ("portalId", "62515"),
        ("vid", 12345),
        ("zip", 90210),
        ("clientIp", "unknown format"),
        ("emailAddress", "jane at corp"),
        ("secrets", ["one", "two"]),
        ("credentials", {"any": {"thing": "opaque"}}),
    ],
)
def test_a_name_tells_what_a_value_is(name: str, value: Any) -> None:
    """A value under a telling name is replaced, whatever it looks like."""
    redacted = Redactor(KEY).value({name: value})
    leaves = json.dumps(value).strip('[]{}"').split('", "')
    assert not [leaf for leaf in leaves if leaf in json.dumps(redacted)]


def test_the_pair_of_a_property_tells_too() -> None:
    """A property that is written as name and value is treated by its name."""
    redacted = Redactor(KEY).value(
        [{"name": "phone", "value": "555"}, {"name": "room", "value": "Blue"}]
    )
    assert "555" not in str(redacted)
    assert {"name": "room", "value": "Blue"} == redacted[1]


def test_parts_of_a_form_are_treated_by_their_names() -> None:
    """In a multipart body and in a form, the name of a part decides."""
    redactor = Redactor(KEY)
    multipart = (
        '--b\r\nContent-Disposition: form-data; name="contactName"\r\n\r\nJane Doe\r\n--b--\r\n'
    )
    assert "Jane" not in redactor.multipart(multipart, "b")
    assert "Jane" not in redactor.form("contact_name=Jane+Doe&room=Blue")
    assert "room=Blue" in redactor.form("contact_name=Jane+Doe&room=Blue")


@pytest.mark.parametrize(
    "text",
    [
        "Spring tour 2026 in Berlin, 10:00 to 11:30",
        "2026-05-01T10:00:00.000Z",
        "https://northwind.example/events/spring-tour-2026?from=mail",
        "/marketing/marketing-events/2026-03/events/upsert",
        "MarketingEventPublicDefaultResponse",
        "f47ac10b-58cc-4372-a567-0e02b2c3d479",
        "300000000001",
        "application/json;charset=utf-8",
        "person-0123abcd@contacts.example",
        "https://video.example/@northwind",
        "results/0/createdAt: is not a date-time",
    ],
)
def test_what_is_harmless_stays(text: str) -> None:
    """Titles, times, paths, URLs, ids and pseudonyms are left as they are."""
    assert text == Redactor(KEY).text(text)


WORDS = [
    "a", "@", "a@", ".", "1:", "aB3", "%25", "eyJ", "-----BEGIN ", "a=", 'a="', "\\", "+1 ",
    "://a:", "Qm", "sig=",
]  # fmt: skip


@pytest.mark.parametrize("unit", WORDS)
def test_no_pattern_backtracks(unit: str) -> None:
    """Ten times the text takes about ten times as long, and never a hundred times."""

    def seconds(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        begun = time.process_time()
        for finder in FINDERS.values():
            for _ in finder(text):
                pass
        for _ in decoded(text):
            pass
        return time.process_time() - begun

    assert seconds(300_000) < 30 * seconds(30_000) + 0.5


def test_an_exact_name_decides_and_not_a_part_of_another() -> None:
    """Names of the API that merely resemble telling ones are no secrets."""
    harmless = (
        "eventName",
        "subscriberState",
        "errorTokens",
        "externalEventId",
        "author",
        "keyword",
    )
    assert [None] * len(harmless) == [kind_of(name) for name in harmless]
