"""Problems in a Redis server, which all replicas of a cluster reach.

A value is data: what is read is hashed by the store, and nothing in it is ever executed or unpickled.
"""

import contextlib
import importlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from verifiers.code.problem_files import MAX_FILE_BYTES

if TYPE_CHECKING:
    from redis import Redis

SCHEMES = ("redis://", "rediss://", "unix://")

_PREFIX = "rewardd:problem:"
_CONNECT_S = 3.0
_ANSWER_S = 8.0
"""Less than the store's own deadline, so that no thread is left behind."""


class RedisFiles:
    """`ProblemFiles` in Redis. A server that forgets one has it sent again by the client.

    Raises:
        OSError: the URL makes no sense, or the client library is missing.
    """

    def __init__(self, url: str) -> None:
        self._redis: Redis
        with _as_os_error():
            self._redis = importlib.import_module("redis").Redis.from_url(
                url, socket_connect_timeout=_CONNECT_S, socket_timeout=_ANSWER_S
            )

    def read(self, digest: str) -> bytes:
        """See `ProblemFiles`."""
        with _as_os_error():
            data = self._redis.getrange(_PREFIX + digest, 0, MAX_FILE_BYTES - 1)
        assert isinstance(data, bytes)
        if not data:
            raise FileNotFoundError(digest)
        return data

    def write(self, digest: str, data: bytes) -> None:
        """See `ProblemFiles`."""
        with _as_os_error():
            if self._redis.strlen(_PREFIX + digest) != len(data):
                self._redis.set(_PREFIX + digest, data)

    def exists(self, digest: str) -> bool:
        """See `ProblemFiles`."""
        with _as_os_error():
            return bool(self._redis.exists(_PREFIX + digest))

    def remove(self, digest: str) -> None:
        """See `ProblemFiles`."""
        with _as_os_error():
            self._redis.delete(_PREFIX + digest)


@contextlib.contextmanager
def _as_os_error() -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as error:
        raise OSError("the client of Redis is missing: pip install 'rewardd[redis]'") from error
    except OSError:
        raise
    except Exception as error:
        raise OSError(f"Redis: {error}") from error
