"""The service as an application of Ray Serve."""

from collections.abc import Mapping
from typing import Any

from ray import serve
from ray.serve import Application

from service.cluster.replica import Replica, busy_requests, settings_on
from service.settings import Settings

DEPLOYMENT = "judge"
LEAST_ONGOING = 64
ONGOING_PER_BOX = 16
QUEUED = 16_384
RETRY_S = 5.0


def build(args: Mapping[str, Any]) -> Application:
    """The application, for `import_path` of a Serve configuration file; its `args` are settings.

    Raises:
        ValueError: a name is no setting's, or a value makes no sense.
    """
    unknown = sorted(set(args) - set(Settings.model_fields))
    if unknown:
        raise ValueError(f"no such settings: {', '.join(unknown)}; `rewardd config --markdown` lists all")
    return application(Settings(**args))


def application(settings: Settings) -> Application:
    """The application for these settings. What was not set is as each replica's machine has it."""
    chosen = settings.model_dump(exclude_unset=True)
    deployment = serve.deployment(serve.ingress()(Replica), **deployment_options(settings))
    return deployment.bind(chosen)


def deployment_options(settings: Settings) -> dict[str, Any]:
    """Serve's options. docs/scale.md gives the reasons; a Serve configuration file may change each."""
    boxes = settings_on(settings.ray_cpus, settings.model_dump(exclude_unset=True)).boxes
    return {
        "name": DEPLOYMENT,
        "ray_actor_options": {"num_cpus": settings.ray_cpus},
        "max_ongoing_requests": max(LEAST_ONGOING, ONGOING_PER_BOX * boxes),
        "max_queued_requests": QUEUED,
        "backpressure_config": {"status_code": 503, "retry_after_s": RETRY_S},
        "health_check_period_s": 10.0,
        "health_check_timeout_s": 30.0,
        "graceful_shutdown_wait_loop_s": 1.0,
        "graceful_shutdown_timeout_s": float(settings.drain_s),
        **_replicas(settings, busy_requests(boxes)),
    }


def _replicas(settings: Settings, busy: int) -> dict[str, Any]:
    if settings.ray_replicas_max <= settings.ray_replicas:
        return {"num_replicas": settings.ray_replicas}
    scaling = {
        "min_replicas": settings.ray_replicas,
        "max_replicas": settings.ray_replicas_max,
        "target_ongoing_requests": busy,
        "upscale_delay_s": 5.0,
        "downscale_delay_s": 600.0,
    }
    return {"autoscaling_config": scaling}
