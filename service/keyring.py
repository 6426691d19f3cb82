"""The keys that open the service, known by their hashes only.

They come from a setting, and from a file with a line for each, which `rewardd keys` prints:

    alice sha256:9f86d0… concurrency=64 body_bytes=1000000 request_s=60   # limits are optional
"""

import hashlib
import hmac
import logging
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Key", "Keyring", "WrongKeysError", "make_key", "read_key_list"]

LOG = logging.getLogger("rewardd")

MAX_FILE_BYTES = 16 * 1024 * 1024
SECRET_BYTES = 32
PREFIX = "rwd-"
"""What a key begins with, for those who search logs and repositories for leaked ones."""

LIMITS = ("concurrency", "body_bytes", "request_s")

_HASHED = re.compile(r"sha256:([0-9a-f]{64})")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,99}")


class WrongKeysError(ValueError):
    """A list or a file of keys makes no sense; the message says where, and never holds a key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key and what its holder may do."""

    name: str
    digest: bytes
    """SHA-256. Keys are random and long, so nothing slower is needed."""
    concurrency: int | None = None
    """Requests at the same time."""
    body_bytes: int | None = None
    request_s: float | None = None

    def line(self) -> str:
        """As it stands in a file."""
        limits = [f"{limit}={value}" for limit in LIMITS if (value := getattr(self, limit)) is not None]
        return " ".join([self.name, f"sha256:{self.digest.hex()}", *limits])


class Keyring:
    """The keys of a list and of a file, which can be read again at any time."""

    def __init__(self, listed: str = "", file: str = "") -> None:
        """Read them.

        Raises:
            WrongKeysError: they cannot be read.
        """
        self._listed = read_key_list(listed)
        self._file = Path(file) if file else None
        self._keys = (*self._listed, *(_read_file(self._file) if self._file else ()))

    @property
    def asks(self) -> bool:
        """Whether a key is asked for. A file without keys lets nobody in."""
        return bool(self._listed) or self._file is not None

    def find(self, secret: str) -> Key | None:
        """The key, if it is one. All are compared, each in constant time, so that time tells nothing."""
        digest = hashlib.sha256(secret.encode(errors="surrogatepass")).digest()
        found = None
        for key in self._keys:
            found = key if hmac.compare_digest(digest, key.digest) else found
        return found

    def read_again(self) -> None:
        """Take what the file holds now; if that makes no sense, say so and go on with what was."""
        if self._file is None:
            return
        try:
            self._keys = (*self._listed, *_read_file(self._file))
        except WrongKeysError as error:
            LOG.error("the keys stay as they were: %s", error)
        else:
            LOG.info("%d keys are known now", len(self._keys))


def make_key(name: str, **limits: float | None) -> tuple[str, Key]:
    """A new secret, and the key that knows it by its hash.

    Raises:
        WrongKeysError: the name or a limit makes no sense.
    """
    _require_name(name)
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    digest = hashlib.sha256(secret.encode()).hexdigest()
    words = [f"{limit}={value}" for limit, value in limits.items() if value is not None]
    return secret, _read_line(" ".join([name, f"sha256:{digest}", *words]))


def read_key_list(text: str) -> tuple[Key, ...]:
    """The keys of a comma-separated list, each plain or as `sha256:<hex>`.

    Raises:
        WrongKeysError: a hash is not one.
    """
    digests = [_digest(key) for key in map(str.strip, text.split(",")) if key]
    return tuple(Key(name=f"key-{digest.hex()[:8]}", digest=digest) for digest in digests)


def _digest(key: str) -> bytes:
    return _hashed(key) if key.startswith("sha256:") else hashlib.sha256(key.encode()).digest()


def _hashed(text: str) -> bytes:
    hashed = _HASHED.fullmatch(text)
    if hashed is None:
        raise WrongKeysError("a hashed key is sha256: and 64 hexadecimal digits, as `rewardd keys` prints it")
    return bytes.fromhex(hashed[1])


def _read_file(path: Path) -> tuple[Key, ...]:
    try:
        with path.open("rb") as file:
            text = file.read(MAX_FILE_BYTES + 1).decode()
    except (OSError, UnicodeDecodeError) as error:
        raise WrongKeysError(f"the keys file {path} cannot be read: {error}") from error
    if len(text) > MAX_FILE_BYTES:
        raise WrongKeysError(f"the keys file {path} has more than {MAX_FILE_BYTES} bytes")
    keys: dict[str, Key] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        written = line.partition("#")[0].strip()
        if not written:
            continue
        try:
            key = _read_line(written)
            if key.name in keys:
                raise WrongKeysError(f"there are two keys named {key.name}")
        except WrongKeysError as error:
            raise WrongKeysError(f"{path}, line {number}: {error}") from error
        keys[key.name] = key
    return tuple(keys.values())


def _read_line(line: str) -> Key:
    name, hashed, *limits = (*line.split(), "")
    _require_name(name)
    values = dict(_limits(filter(None, limits)))
    return Key(
        name=name,
        digest=_hashed(hashed),
        concurrency=_whole(values.get("concurrency")),
        body_bytes=_whole(values.get("body_bytes")),
        request_s=values.get("request_s"),
    )


def _require_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise WrongKeysError("a key's name is letters, digits and . _ @ -, at most 100")


def _limits(words: Iterable[str]) -> Iterable[tuple[str, float]]:
    for word in words:
        name, _, value = word.partition("=")
        if name not in LIMITS:
            raise WrongKeysError(f"there is no limit {name!r}; there are {', '.join(LIMITS)}")
        try:
            number = float(value)
        except ValueError:
            number = 0.0
        if not 0 < number < float("inf") or (name != "request_s" and number != int(number)):
            raise WrongKeysError(f"{name} must be a number above 0, not {value!r}")
        yield name, number


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)
