import os
import re
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from service.keyring import Keyring, read_key_list


def variable(name: str) -> str:
    """A setting's environment variable."""
    return f"REWARDD_{name.upper()}"


def without_password(url: str) -> str:
    """A URL as it may be shown; any other text as it is."""
    return _PASSWORD.sub(r"\1:(set)@", url)


_PASSWORD = re.compile(r"(?<=://)([^/@:]*):[^/@]*@")


class Settings(BaseSettings):
    """All that an operator can set, by `REWARDD_*` variables. Read once, at the start."""

    model_config = SettingsConfigDict(env_prefix="REWARDD_", frozen=True, extra="ignore")

    host: str = Field("127.0.0.1", description="Address to listen at.")
    port: Annotated[int, Field(ge=0, le=65535)] = Field(
        8000, description="Port to listen at; 0 picks a free one."
    )
    workers: Annotated[int, Field(ge=1)] = Field(
        1, description="Server processes that share the port, and all that is counted below."
    )
    worker_hang_s: Annotated[float, Field(ge=1)] = Field(
        60.0, description="A server process that stands still for so long is replaced, if there are several."
    )
    keep_alive_s: Annotated[int, Field(ge=1)] = Field(
        75, description="Seconds an idle connection is kept; longer than any client's own."
    )
    connections: Annotated[int, Field(ge=1)] = Field(
        16384,
        description="Connections at the same time, if as many files may be open; then the longest idle goes.",
    )
    drain_s: Annotated[int, Field(ge=1)] = Field(
        30, description="Seconds that work under way may take to finish after SIGTERM."
    )
    notice_s: Annotated[float, Field(ge=0)] = Field(
        0.0,
        description="Seconds it still listens after SIGTERM, while `/readyz` answers 503 for proxies to see.",
    )
    api_keys: str = Field(
        "",
        description="Comma-separated keys, or SHA-256 hashes as `sha256:<hex>`. Empty: no key is asked for.",
    )
    keys_file: str = Field(
        "",
        description="File of hashed keys with limits, as `rewardd keys` prints them. SIGHUP reads it again.",
    )
    log_format: Literal["console", "json"] = Field("console", description="How log lines are written.")
    traces: bool = Field(
        False,
        description="Whether requests are traced by OpenTelemetry (`rewardd[otel]`); `OTEL_*` say whereto.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="What is logged.")

    body_bytes: Annotated[int, Field(ge=1024)] = Field(
        64 * 1024 * 1024, description="Largest request body, unpacked."
    )
    nesting: Annotated[int, Field(ge=4, le=500)] = Field(
        64, description="Deepest nesting of a request's JSON."
    )
    held_bytes: Annotated[int, Field(ge=1024)] = Field(
        512 * 1024 * 1024,
        description="Most that the bodies of all requests under way hold; more are refused, or wait.",
    )
    spare_bytes: Annotated[int, Field(ge=0)] = Field(
        256 * 1024 * 1024,
        description="New work is refused, or waits, while the machine or the control group has less memory "
        "left; 0 does not look.",
    )
    batch_items: Annotated[int, Field(ge=1)] = Field(16_384, description="Most items in a batch.")
    batches: Annotated[int, Field(ge=1)] = Field(64, description="Batches at the same time.")
    batched_items: Annotated[int, Field(ge=1)] = Field(
        131_072, description="Items of all batches at the same time; a larger one is let in alone."
    )
    request_s: Annotated[float, Field(gt=0)] = Field(
        600.0, description="Longest time a request may take; a client may ask for less by X-Request-Timeout."
    )

    math_workers: Annotated[int, Field(ge=1)] = Field(
        os.cpu_count() or 1, description="Processes that judge mathematics."
    )
    math_worker_bytes: Annotated[int, Field(ge=64 * 1024 * 1024)] = Field(
        512 * 1024 * 1024, description="Memory each of them may use on top of what it starts with."
    )
    math_queue: Annotated[int, Field(ge=1)] = Field(
        65_536, description="Single math requests that may wait or be under way."
    )

    sandbox: Literal["namespaces", "docker"] = Field("namespaces", description="What makes the boxes.")
    boxes: Annotated[int, Field(ge=1)] = Field(
        os.cpu_count() or 1, description="Boxes at the same time; the number of cores is right."
    )
    box_queue: Annotated[int, Field(ge=1)] = Field(2048, description="Programs that may wait for a box.")
    box_wait_s: Annotated[float, Field(gt=0)] = Field(300.0, description="Longest wait for a box.")
    cpu_ms: Annotated[int, Field(ge=100)] = Field(
        60_000, description="Most CPU time a problem may give a case."
    )
    memory_bytes: Annotated[int, Field(ge=16 * 1024 * 1024)] = Field(
        4 * 1024 * 1024 * 1024, description="Most memory a problem may give a case."
    )

    docker_host: str = Field(
        "", description="Address of the Docker daemon or of a proxy to it; empty for the usual socket."
    )
    docker_image: str = Field("rewardd-sandbox:all", description="Image of the sandbox containers.")
    docker_runtime: str = Field(
        "runc", description="Runtime of the sandbox containers, as the daemon knows it; `runsc` is gVisor."
    )
    docker_way: Literal["containers", "templates"] = Field(
        "containers",
        description="Whether a box is a container, used once, or is forked by a template in a container.",
    )
    docker_warm: Annotated[int, Field(ge=0)] = Field(
        0, description="Containers kept ready for `containers`; 0 for four times as many as boxes."
    )
    docker_memory_bytes: Annotated[int, Field(ge=64 * 1024 * 1024)] = Field(
        6 * 1024 * 1024 * 1024, description="Ceiling of a container's memory, its folders included."
    )
    docker_cpus: Annotated[float, Field(gt=0)] = Field(
        min(2.0, os.cpu_count() or 1), description="Processors that one container may use at once."
    )
    docker_sockets: str = Field(
        "", description="Folder that the service shares with sandbox containers; empty for a fresh one."
    )
    docker_sockets_source: str = Field(
        "", description="The daemon's name for that folder, such as a volume; empty where it is the same."
    )

    problems: str = Field(
        "var/problems",
        description="Where problems are stored: a folder, a `redis://` URL, or a URL that fsspec knows.",
    )

    verdicts: str = Field(
        "",
        description="A `redis://` URL where replicas share verdicts of programs. Empty: nowhere.",
    )
    verdicts_ttl_s: Annotated[int, Field(ge=1, le=30 * 24 * 3600)] = Field(
        24 * 3600, description="Seconds after which a shared verdict is forgotten."
    )

    audit: str = Field(
        "",
        description="Where every judgement is written to: a folder, or a URL for fsspec. Empty: nowhere.",
    )
    audit_format: Literal["jsonl", "parquet"] = Field(
        "jsonl", description="What audit files become when they are finished; until then they are JSON lines."
    )
    audit_file_bytes: Annotated[int, Field(ge=1024)] = Field(
        64 * 1024 * 1024, description="An audit file that has grown so large is followed by another."
    )
    audit_total_bytes: Annotated[int, Field(ge=1024)] = Field(
        10 * 1024 * 1024 * 1024, description="The oldest audit files go when all have grown so large."
    )

    cache_bytes: Annotated[int, Field(ge=0)] = Field(
        256 * 1024 * 1024,
        description="Memory for verdicts, and as much again for compiled programs; 0 keeps none.",
    )
    artifacts: str = Field(
        "", description="A folder where compiled programs are kept too. Empty: in memory only."
    )
    artifact_bytes: Annotated[int, Field(ge=1024 * 1024)] = Field(
        2 * 1024 * 1024 * 1024, description="Most that folder may hold."
    )

    ray_address: str = Field(
        "",
        description="The Ray cluster for `rewardd serve --ray`. Empty: that of `RAY_ADDRESS`, or a new one.",
    )
    ray_app: str = Field("rewardd", description="The application's name in Ray Serve, for handles.")
    ray_replicas: Annotated[int, Field(ge=1)] = Field(1, description="Replicas at least.")
    ray_replicas_max: Annotated[int, Field(ge=0)] = Field(
        0, description="Replicas at most, by load; 0 for always as many as at least."
    )
    ray_cpus: Annotated[int, Field(ge=1)] = Field(
        min(4, os.cpu_count() or 1),
        description="Cores that a replica reserves in Ray, and boxes and math workers it has unless set.",
    )
    ray_haproxy: bool = Field(
        True,
        description="Whether a new Ray cluster takes HTTP in by HAProxy, and not by Serve's slower proxy.",
    )

    @model_validator(mode="after")
    def _enough_for_all(self) -> "Settings":
        if self.workers > min(self.boxes, self.math_workers):
            raise ValueError(
                f"each of {self.workers} workers needs a box and a worker for mathematics of its own: "
                f"boxes is {self.boxes}, math_workers {self.math_workers}"
            )
        return self

    @field_validator("keys_file")
    @classmethod
    def _has_keys(cls, path: str) -> str:
        Keyring(file=path)
        return path

    @field_validator("api_keys")
    @classmethod
    def _readable(cls, keys: str) -> str:
        read_key_list(keys)
        return keys
