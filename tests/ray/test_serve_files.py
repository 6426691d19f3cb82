"""What Serve makes of our configuration files and settings."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from ray.serve.schema import ServeDeploySchema

from service.cluster.application import build, deployment_options
from service.settings import Settings

DOCKER = Path(__file__).parents[2] / "docker"


def serve_files() -> list[dict[str, Any]]:
    service = yaml.safe_load((DOCKER / "kubernetes" / "ray" / "rayservice.yaml").read_text())
    return [
        yaml.safe_load((DOCKER / "ray" / "serve.yaml").read_text()),
        yaml.safe_load(service["spec"]["serveConfigV2"]),
    ]


@pytest.mark.parametrize("file", serve_files())
def test_serve_takes_the_file_and_the_application_is_made_of_it(file: dict[str, Any]) -> None:
    (application,) = ServeDeploySchema.model_validate(file).applications
    assert application.import_path == "service.cluster.application:build"
    build(application.args)


def test_unknown_settings_in_a_serve_file_are_told() -> None:
    with pytest.raises(ValueError, match="no such settings: boxen"):
        build({"boxen": 4})


def test_replicas_follow_the_load_where_the_operator_says_so() -> None:
    fixed = deployment_options(Settings(ray_replicas=3, ray_cpus=2))
    assert fixed["num_replicas"] == 3
    assert "autoscaling_config" not in fixed
    scaled = deployment_options(Settings(ray_replicas=3, ray_replicas_max=9, ray_cpus=8))
    assert scaled["autoscaling_config"]["max_replicas"] == 9
    assert scaled["autoscaling_config"]["target_ongoing_requests"] == 8
    assert scaled["max_ongoing_requests"] >= 8 * 8
