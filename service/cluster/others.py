"""The other replicas of this one's deployment, through Ray Serve's handles."""

import asyncio
import logging
import time

from ray import serve
from ray.serve.exceptions import BackPressureError, DeploymentUnavailableError
from ray.serve.schema import ReplicaState

from service.fanout.race import Unsent

LOG = logging.getLogger(__name__)

COUNT_HOLDS_S = 2.0
COUNT_WAIT_S = 5.0


class OtherReplicas:
    """`service.fanout.batches.Others` for a replica.

    Args:
        app: The application's name in Serve.
        deployment: The deployment's.
        lanes_each: Chunks that each replica should have at once.
    """

    def __init__(self, app: str, deployment: str, *, lanes_each: int) -> None:
        self._app = app
        self._deployment = deployment
        self._lanes_each = lanes_each
        self._handle = serve.get_deployment_handle(deployment, app_name=app)
        self._replicas = 1
        self._counted_at = 0.0
        self._counting: asyncio.Task[None] | None = None

    async def lanes(self) -> int:
        """See `Others`. The count is a few seconds old at most; it only says how much is sent at once."""
        if time.monotonic() - self._counted_at > COUNT_HOLDS_S:
            if self._counting is None or self._counting.done():
                self._counting = asyncio.create_task(self._count())
            await asyncio.wait([self._counting], timeout=COUNT_WAIT_S)
        return self._lanes_each * (self._replicas - 1)

    async def judge(self, chunk: bytes) -> bytes:
        """See `Others`."""
        response = self._handle.judge_chunk.remote(chunk)
        try:
            answers: bytes = await response
        except asyncio.CancelledError:
            response.cancel()
            raise
        except (BackPressureError, DeploymentUnavailableError) as error:
            raise Unsent from error
        return answers

    async def metrics(self, timeout_s: float) -> list[bytes]:
        """The metrics of all replicas that answer in time, this one's among them."""
        response = self._handle.broadcast("own_metrics")
        try:
            found = await response.results_async(timeout_s=timeout_s, return_exceptions=True)
        except (TimeoutError, DeploymentUnavailableError):
            LOG.warning("the replicas' metrics did not come in time")
            return []
        return [text for text in found if isinstance(text, bytes)]

    async def _count(self) -> None:
        try:
            status = await asyncio.to_thread(serve.status)
            states = status.applications[self._app].deployments[self._deployment].replica_states
        except Exception:  # the controller may be restarting; the last count will do
            LOG.warning("Serve's controller does not say how many replicas there are", exc_info=True)
        else:
            self._replicas = max(1, states.get(ReplicaState.RUNNING, 0))
        self._counted_at = time.monotonic()
