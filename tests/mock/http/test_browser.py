"""In a browser the page is readable, and a page of another origin gets nowhere."""

from __future__ import annotations

import http.server
import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from hubspot_marketing_events_mock import MockServer
from tests.mock.caller import PREFIX, post
from tests.mock.http.test_admin import filled

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
QUIET = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
)  # fmt: skip
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium; CI installs it")

# Everything a page can try without leave: reading, writing, forms, images, scripts and frames.
HOSTILE = """<!doctype html><title>hostile</title><iframe name=sink></iframe>
<pre id=said>working</pre><script>
const mock = "MOCK", said = [];
const attempt = async (name, path, options) => {
  try { const reply = await fetch(mock + path, options);
        said.push([name, reply.type, reply.type === "opaque" ? "" : await reply.text()]); }
  catch (problem) { said.push([name, "blocked", ""]); }
};
const form = (path) => { const one = document.createElement("form");
  one.method = "post"; one.action = mock + path;
  one.target = "sink"; document.body.append(one); one.submit(); };
const loaded = (name, kind, path) => new Promise((done) => {
  const one = document.createElement(kind);
  one.onload = () => { said.push([name, "loaded", ""]); done(); };
  one.onerror = () => { said.push([name, "blocked", ""]); done(); };
  one.src = mock + path; document.body.append(one); });
(async () => {
  const token = { headers: { Authorization: "Bearer mock-token" } };
  await attempt("read events", "/_mock/events");
  await attempt("read requests", "/_mock/requests");
  await attempt("read page", "/_mock/");
  await attempt("read api", "PREFIX", token);
  await attempt("reset", "/_mock/reset", { method: "POST" });
  await attempt("reset blindly", "/_mock/reset", { method: "POST", mode: "no-cors" });
  await attempt("fault blindly", "/_mock/faults",
    { method: "POST", mode: "no-cors", body: '{"status": 500}' });
  await attempt("plan", "/_mock/faults", { method: "PUT", body: '{"faults": []}' });
  await attempt("write api", "PREFIX/events/upsert",
    { method: "POST", mode: "no-cors", body: "{}" });
  form("/_mock/reset");
  await loaded("script", "script", "/_mock/events");
  await loaded("image", "img", "/_mock/");
  document.getElementById("said").textContent = JSON.stringify(said);
})();
</script>"""


def dumped(url: str, folder: Path, *options: str) -> str:
    """The document that a headless browser builds of a URL."""
    command = [str(CHROMIUM), *QUIET, f"--user-data-dir={folder}", *options, "--dump-dom", url]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    return done.stdout


@pytest.fixture
def hostile(hubspot_mock: MockServer) -> Iterator[str]:
    """The URL of a page of another origin that attacks the mock."""
    page = HOSTILE.replace("MOCK", hubspot_mock.url).replace("PREFIX", PREFIX).encode()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


def test_a_page_of_another_origin_reads_and_changes_nothing(
    hubspot_mock: MockServer, hostile: str, tmp_path: Path
) -> None:
    """Whatever the page tries, it learns nothing and everything stays as it was."""
    post(hubspot_mock)
    before = hubspot_mock.events
    shown = dumped(hostile, tmp_path, "--virtual-time-budget=10000")
    found = re.search(r'<pre id="said">(.*?)</pre>', shown, re.DOTALL)
    assert found
    said = json.loads(found[1].replace("&quot;", '"'))
    assert 11 == len(said)
    assert {"blocked", "opaque"} == {outcome for _, outcome, _ in said}
    assert {""} == {read for _, _, read in said}
    assert before == hubspot_mock.events
    assert ((), 1) == (hubspot_mock.mock.pending, len(hubspot_mock.requests))


def test_the_same_attempts_are_noticed_when_they_succeed(tmp_path: Path) -> None:
    """The page reads where nothing refuses it, so that finding nothing means something."""
    page = (
        "<pre id=said>no</pre><script>fetch('/x').then(r => r.text())"
        ".then(t => said.textContent = t)</script>"
    )

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"yes" if self.path == "/x" else page.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        shown = dumped(
            f"http://127.0.0.1:{server.server_address[1]}/", tmp_path, "--virtual-time-budget=5000"
        )
        server.shutdown()
        thread.join()
    assert '<pre id="said">yes</pre>' in shown


def test_the_page_renders_in_a_browser(hubspot_mock: MockServer, tmp_path: Path) -> None:
    """Headless Chromium builds the page's tables, and runs nothing that was sent."""
    filled(hubspot_mock)
    shown = dumped(f"{hubspot_mock.url}/_mock/", tmp_path)
    assert "<title>HubSpot mock</title>" in shown
    assert 3 == shown.count("<tbody>")
    assert "&lt;script&gt;" in shown


def luminance(colour: str) -> float:
    """The relative luminance of a colour (WCAG 2)."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_colours_have_contrast(hubspot_mock: MockServer) -> None:
    """Every colour of a text has a contrast of 4.5:1 on both grounds, light and dark."""
    text = httpx.get(f"{hubspot_mock.url}/_mock/").text
    palettes = re.findall(r":root \{([^}]*)\}", text)
    assert 2 == len(palettes)
    for palette in palettes:
        colours = dict(re.findall(r"--(\w+): (#\w{6})", palette))
        for name in ("text", "quiet", "link", "bad"):
            for ground in ("ground", "raised"):
                pair = sorted(luminance(colours[one]) + 0.05 for one in (name, ground))
                assert pair[1] / pair[0] >= 4.5, (name, ground)
