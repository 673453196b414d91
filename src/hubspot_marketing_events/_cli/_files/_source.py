"""The bytes and characters of an input: where they come from, how they are packed and encoded."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import os
import re
import stat
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, cast

import chardet
from attrs import define, frozen

from hubspot_marketing_events._cli._files._problems import FileError

SAMPLE = 1 << 16  # bytes that decide how a file is read
BUFFER = (
    1 << 14
)  # bytes that are read at a time: few, so that `position` is true of a small file as well
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark is its beginning
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
BAD_BYTES = "hubspot_marketing_events.bad_bytes"  # a handler of codecs


@frozen
class Fingerprint:
    """What tells one content of a file from another: its size in bytes, and its SHA-256."""

    size: int
    sha256: str


@define
class Source:
    """An opened input.

    Args:
        path: where it is; "-" for standard input.
        stream: its bytes, unpacked.
        sample: the first of them, which `stream` has as well.
        size: how many bytes it has as it lies on the disk, or None where nobody knows.
    """

    path: str
    stream: BinaryIO
    sample: bytes
    size: int | None
    _file: BinaryIO
    _text: io.TextIOWrapper | None = None

    @property
    def position(self) -> int:
        """How many bytes of `size` have been read."""
        if self.size is None:
            return 0
        return self.size if self._file.closed else self._file.tell()

    def text(self, encoding: str) -> io.TextIOWrapper:
        """The characters, with line ends as they are.

        A byte that cannot be decoded becomes the character U+DC00 + byte.
        """
        self._text = io.TextIOWrapper(self.stream, encoding, BAD_BYTES, newline="")
        return self._text

    def release(self) -> None:
        """Leave the stream to whoever closes it."""
        if self._text:
            self._text.detach()
            self._text = None


@contextmanager
def opened(path: str) -> Iterator[Source]:
    """Open a file, unpacked if it is a gzip file.

    Args:
        path: the file; "-" for standard input.

    Raises:
        FileError: it cannot be opened or read.
    """
    with ExitStack() as stack:
        try:
            source = _opened(path, stack)
        except (OSError, EOFError) as error:
            raise FileError(f"{named(path)}: {reason(error)}") from error
        try:
            yield source
        finally:
            source.release()


def _opened(path: str, stack: ExitStack) -> Source:
    file = stack.enter_context(_binary(path))
    details = os.fstat(file.fileno()) if path != "-" else None
    size = details.st_size if details and stat.S_ISREG(details.st_mode) else None
    head, whole = _read(file, SAMPLE), cast("Any", file)
    if size is None:
        whole = io.BufferedReader(_Rest(head, file), BUFFER)
    else:
        file.seek(0)
    if head.startswith(b"\x1f\x8b"):
        unpacked = cast("BinaryIO", gzip.GzipFile(fileobj=whole))
        head = _read(unpacked, SAMPLE)
        whole = io.BufferedReader(_Rest(head, unpacked), BUFFER)
    return Source(path, whole, head, size, file)


def reason(error: BaseException) -> str:
    """The reason in an error of the system, without the call."""
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def named(path: str) -> str:
    """What a path is called in messages."""
    return "standard input" if path == "-" else path


def fingerprint(path: str) -> Fingerprint | None:
    """The fingerprint of a file; None for standard input, pipes and what is no longer there."""
    try:
        if path == "-" or not stat.S_ISREG(Path(path).stat().st_mode):
            return None
        with Path(path).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
            return Fingerprint(file.tell(), digest.hexdigest())
    except OSError:
        return None


def encoding_of(source: Source, given: str | None) -> str:
    """Find the encoding of a text.

    A byte order mark decides first; then UTF-8, if all of the sample is; then what chardet finds.

    Args:
        source: the opened input.
        given: the encoding that the caller names, if any.

    Raises:
        FileError: there is no such encoding, or none can be found.
    """
    if given:
        try:
            name = codecs.lookup(given).name
            "".encode(name)
        except LookupError:
            raise FileError(f"--encoding {given}: no such encoding") from None
        return "utf-8-sig" if name == "utf-8" else name
    for mark, encoding in MARKS.items():
        if source.sample.startswith(mark):
            return encoding
    return "utf-8" if _mostly_utf8(source.sample) else _detected(source)


def has_bad_bytes(text: str) -> bool:
    """Whether a text holds bytes that could not be decoded."""
    return not text.isascii() and any("\udc00" <= c <= "\udcff" for c in text)


def _mostly_utf8(sample: bytes) -> bool:
    """Whether a sample is UTF-8, apart from a few bytes beside characters that are."""
    if b"\0" in sample:
        return False
    text = codecs.getincrementaldecoder("utf-8")(BAD_BYTES).decode(sample)
    bad = sum("\udc00" <= c <= "\udcff" for c in text) if not text.isascii() else 0
    return not bad or sum(c > "\x7f" for c in text) > 2 * bad


def _detected(source: Source) -> str:
    """The likeliest encoding without control characters: wrong encodings make them."""
    for found in chardet.detect_all(source.sample, ignore_threshold=True, prefer_superset=True):
        with suppress(LookupError, UnicodeDecodeError):
            encoding = codecs.lookup(found["encoding"] or "").name
            text = codecs.getincrementaldecoder(encoding)().decode(source.sample)
            if not CONTROLS.search(text):
                return encoding
    raise FileError(
        f"{named(source.path)}: its encoding cannot be found; say it with --encoding, as cp1252"
    )


def _binary(path: str) -> BinaryIO:
    if path != "-":
        return Path(path).open("rb", buffering=BUFFER)
    if sys.stdin is None:
        raise FileError("standard input is closed; name a file")
    # A copy, so that closing it leaves standard input open.
    return cast("BinaryIO", _Kept(sys.stdin.buffer))


def _read(file: BinaryIO, size: int) -> bytes:
    parts = []
    while size > 0 and (part := file.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


class _Kept(io.RawIOBase):
    """A file that stays open when this is closed."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = getattr(self._file, "read1", self._file.read)(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class _Rest(io.RawIOBase):
    """A file of which the beginning has been read already."""

    def __init__(self, head: bytes, file: BinaryIO) -> None:
        self._head, self._file = io.BytesIO(head), file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._head.read(len(buffer)) or self._file.read(len(buffer)) or b""
        buffer[: len(data)] = data
        return len(data)


def _keep_bad_bytes(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return "".join(chr(0xDC00 + byte) for byte in bad), error.end


codecs.register_error(BAD_BYTES, _keep_bad_bytes)
