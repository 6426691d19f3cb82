"""The manifests are what Kubernetes and KubeRay know, and confine what they must."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from service.settings import Settings

FOLDER = Path(__file__).parents[2] / "docker" / "kubernetes"
VERSION = "1.33"
CUSTOM = {"RayService", "Kustomization"}

RAY_SERVICE = {
    "serveConfigV2": str,
    "rayClusterConfig": {
        "rayVersion": str,
        "enableInTreeAutoscaling": bool,
        "headGroupSpec": {"rayStartParams": dict, "template": dict},
        "workerGroupSpecs": [
            {
                "groupName": str,
                "replicas": int,
                "minReplicas": int,
                "maxReplicas": int,
                "rayStartParams": dict,
                "template": dict,
            }
        ],
    },
}
"""Fields of `ray.io/v1` that KubeRay documents and that we use, with their types."""


def documents() -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in sorted(FOLDER.rglob("*.yaml")):
        for document in yaml.safe_load_all(path.read_text()):
            yield path, document


DOCUMENTS = [
    pytest.param(path, document, id=f"{path.relative_to(FOLDER)}: {document['kind']}")
    for path, document in documents()
]


@pytest.mark.parametrize(("path", "document"), DOCUMENTS)
def test_kubernetes_knows_every_field(path: Path, document: dict[str, Any]) -> None:
    if document["kind"] not in CUSTOM:
        kubernetes_validate.validate(document, VERSION, strict=True)


def test_every_file_is_listed_and_every_listed_one_is_there() -> None:
    for path in FOLDER.rglob("kustomization.yaml"):
        listed = set(yaml.safe_load(path.read_text())["resources"])
        files = {file.name for file in path.parent.glob("*.yaml")} - {path.name}
        assert {name for name in listed if not name.startswith("../")} == files
        assert all((path.parent / name / "kustomization.yaml").exists() for name in listed - files)


def test_the_ray_service_has_only_documented_fields() -> None:
    (service,) = (document for _, document in documents() if document["kind"] == "RayService")
    assert service["apiVersion"] == "ray.io/v1"
    assert_shape(service["spec"], RAY_SERVICE, "spec")
    cluster = service["spec"]["rayClusterConfig"]
    for group in (cluster["headGroupSpec"], *cluster["workerGroupSpecs"]):
        assert all(isinstance(value, str) for value in group["rayStartParams"].values())
        pod = {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"name": "x"},
            "spec": group["template"]["spec"],
        }
        kubernetes_validate.validate(pod, VERSION, strict=True)


def assert_shape(value: object, shape: Any, field: str) -> None:
    if isinstance(shape, dict):
        assert isinstance(value, dict)
        assert set(value) <= set(shape), field
        for name in value:
            assert_shape(value[name], shape[name], f"{field}.{name}")
    elif isinstance(shape, list):
        assert isinstance(value, list)
        for index, entry in enumerate(value):
            assert_shape(entry, shape[0], f"{field}[{index}]")
    else:
        assert isinstance(value, shape), field


def pods() -> Iterator[dict[str, Any]]:
    """The pod specifications with rewardd in them."""
    for _, document in documents():
        if document["kind"] == "Deployment" and document["metadata"]["name"] == "rewardd":
            yield document["spec"]["template"]["spec"]
        elif document["kind"] == "RayService":
            cluster = document["spec"]["rayClusterConfig"]
            for group in (cluster["headGroupSpec"], *cluster["workerGroupSpecs"]):
                yield group["template"]["spec"]


@pytest.mark.parametrize("pod", list(pods()))
def test_the_service_is_confined_and_can_make_boxes(pod: dict[str, Any]) -> None:
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["hostUsers"] is False
    (container,) = pod["containers"]
    context = container["securityContext"]
    assert context["allowPrivilegeEscalation"] is False
    assert context["readOnlyRootFilesystem"] is True
    assert context["capabilities"] == {"drop": ["ALL"]}
    assert context["procMount"] == "Unmasked"
    assert context["seccompProfile"]["localhostProfile"] == "rewardd/seccomp.json"
    assert container["resources"]["requests"] == container["resources"]["limits"]


def test_settings_and_times_fit() -> None:
    (pod, *_) = pods()
    variables = {entry["name"]: entry.get("value") for entry in pod["containers"][0]["env"]}
    names = {f"REWARDD_{name.upper()}" for name in Settings.model_fields}
    assert set(variables) <= names
    ending_s = float(variables["REWARDD_NOTICE_S"]) + float(variables["REWARDD_DRAIN_S"])
    assert pod["terminationGracePeriodSeconds"] > ending_s


def serve_files() -> Iterator[dict[str, Any]]:
    """Serve's configuration, in the file and in the RayService."""
    yield yaml.safe_load((FOLDER.parent / "ray" / "serve.yaml").read_text())
    for _, document in documents():
        if document["kind"] == "RayService":
            yield yaml.safe_load(document["spec"]["serveConfigV2"])


@pytest.mark.parametrize("serve", list(serve_files()))
def test_serve_files_hold_settings(serve: dict[str, Any]) -> None:
    (application,) = serve["applications"]
    assert set(application["args"]) <= set(Settings.model_fields)
    settings = Settings(**application["args"])
    assert settings.ray_replicas_max > settings.ray_replicas
    assert application["name"] == settings.ray_app


def test_compose_confines_rays_nodes_as_it_does_the_service() -> None:
    alone = yaml.safe_load((FOLDER.parent / "compose.yaml").read_text())["services"]["rewardd"]
    cluster = yaml.safe_load((FOLDER.parent / "ray" / "compose.yaml").read_text())["services"]
    for name in ("head", "node", "application"):
        node = cluster[name]
        assert {option.replace("../", "") for option in node["security_opt"]} == set(alone["security_opt"])
        for field in ("user", "read_only", "cap_drop"):
            assert node[field] == alone[field]
        assert node["environment"]["RAY_AUTH_MODE"] == "token"
    assert cluster["node"]["deploy"]["replicas"] == 2
