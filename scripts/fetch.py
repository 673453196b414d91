"""Get a published document from where it is: a file here, or a URL into the ignored cache."""

from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request
from http.client import IncompleteRead
from pathlib import Path

from scripts import _files
from scripts._project import PipelineError, Project

LIMIT = 32 * 1024 * 1024
TIMEOUT = 30.0


def locate(document: str) -> Path:
    """Find a document as a local file, downloading it first where it is a URL.

    Args:
        document: a path, or an http(s) URL.

    Returns:
        A path to read; of a download, `.cache/<sha256>.json`.

    Raises:
        PipelineError: the download failed, was cut off, or is over `LIMIT` bytes.
    """
    if not document.startswith(("http://", "https://")):
        return Path(document)
    data = download(document)
    path = Project().root / ".cache" / f"{_files.sha256(data)}.json"
    _files.write(path, data)
    return path


def download(url: str) -> bytes:
    """Read a URL whole.

    Raises:
        PipelineError: no answer, an error status, a body shorter than promised, or one over `LIMIT` bytes.
    """
    quoted = urllib.parse.quote(url, safe=":/?#[]@!$&'()*+,;=%")
    try:
        with urllib.request.urlopen(quoted, timeout=TIMEOUT) as response:  # noqa: S310 - the scheme was checked
            data: bytes = response.read(LIMIT + 1)
            promised = response.headers.get("Content-Length")
    except (urllib.error.URLError, IncompleteRead, TimeoutError, ConnectionError, ValueError) as error:
        raise PipelineError(f"{url}: cannot be downloaded: {error}") from error
    if promised is not None and len(data) < min(int(promised), LIMIT):
        raise PipelineError(f"{url}: the download was cut off after {len(data)} of {promised} bytes; try again")
    if len(data) > LIMIT:
        raise PipelineError(f"{url}: over {LIMIT} bytes, which no published document is")
    return data
