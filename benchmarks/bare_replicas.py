"""Deployments of Ray Serve that judge nothing: what a second replica can bring on this machine at most.

    python -m benchmarks.bare_replicas

Serves until a signal comes. `/1` has one replica, `/2` has two; each request holds its replica's core for as
many milliseconds as the header `X-Busy` says.
"""

import signal
import socket
import sys
import time

import ray
from ray import serve
from starlette.requests import Request
from starlette.responses import Response

ANSWER = b"x" * 100_000
"""About as long as that of a batch."""


class Busy:
    """A replica that is busy and no more."""

    async def __call__(self, request: Request) -> Response:
        """Hold the core, then answer."""
        await request.body()
        ends_at = time.thread_time() + float(request.headers["X-Busy"]) / 1000
        while time.thread_time() < ends_at:
            pass
        return Response(ANSWER)


def main() -> None:
    """Serve both."""
    ray.init("local", include_dashboard=False, log_to_driver=False, object_store_memory=100_000_000)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    serve.start(http_options={"host": "127.0.0.1", "port": port})
    options = {"ray_actor_options": {"num_cpus": 0}, "max_ongoing_requests": 64}
    for count in (1, 2):
        deployment = serve.deployment(Busy, name=f"busy{count}", num_replicas=count, **options)
        serve.run(deployment.bind(), name=f"busy{count}", route_prefix=f"/{count}")
    print(f"ready at http://127.0.0.1:{port}", file=sys.stderr, flush=True)
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    serve.shutdown()


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    main()
