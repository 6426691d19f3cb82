# The service, in three sizes:
#
#   --target service   no compilers: mathematics, rewards, and code in plain Python
#   --target judge     (default) with the toolchains of all languages, for namespace boxes inside this container
#
#   --target ray       the same with Ray, for the nodes of docker/ray and docker/kubernetes/ray
#
# All run as user 1000 and need no capability. What changes seldom lies below what changes often: a new version of the service
# adds its own 4 MB, and installs neither toolchains nor dependencies again. docker/compose.yaml shows what namespace boxes ask of a container.

ARG BASE=debian:bookworm-20250520-slim

FROM ${BASE} AS dependencies
RUN apt-get update -qq \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3 python3-venv ca-certificates \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/*
WORKDIR /opt/rewardd
COPY requirements.lock ./
RUN python3 -m venv .venv && .venv/bin/pip install --quiet --no-cache-dir --require-hashes -r requirements.lock

# What the service never opens of it. A layer of its own, which a change to the service does not make anew.
FROM dependencies AS kept
COPY docker/trim-environment ./
RUN ./trim-environment .venv

FROM dependencies AS project
COPY pyproject.toml README.md LICENSE ./
COPY sandbox sandbox
COPY verifiers verifiers
COPY service service
COPY client client
RUN .venv/bin/pip install --quiet --no-cache-dir --no-deps --no-build-isolation --root /opt/project . ./client \
 && python3 -m compileall -q -s /opt/project /opt/project

FROM ${BASE} AS runtime
ARG BASE
LABEL org.opencontainers.image.title="rewardd" \
      org.opencontainers.image.description="The reward daemon: a verifier service for reinforcement learning of language models" \
      org.opencontainers.image.base.name="${BASE}" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN apt-get update -qq \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
      python3 python3-numpy python3-sortedcontainers bubblewrap libseccomp2 \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* \
 && groupadd --gid 1000 rewardd && useradd --uid 1000 --gid 1000 --no-create-home --home-dir /tmp rewardd \
 && install -d -o rewardd -g rewardd /var/lib/rewardd /run/rewardd-sockets
WORKDIR /tmp
ENV PATH=/opt/rewardd/.venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 REWARDD_HOST=0.0.0.0 REWARDD_PROBLEMS=/var/lib/rewardd/problems
EXPOSE 8000
# By bash, which costs a tenth of what starting Python does, and heeds no proxy that the environment may name.
HEALTHCHECK --interval=10s --timeout=10s --start-period=30s CMD ["bash", "-c", "\
exec 3<>/dev/tcp/127.0.0.1/${REWARDD_PORT:-8000} && \
printf 'GET /healthz HTTP/1.0\\r\\n\\r\\n' >&3 && \
read -r -t 9 _ status _ <&3 && \
[ \"$status\" = 200 ]"]
ENTRYPOINT ["rewardd"]
CMD ["serve"]
# By number, so that Kubernetes can see that it is not root.
USER 1000:1000

FROM runtime AS service
COPY --from=kept /opt/rewardd/.venv /opt/rewardd/.venv
COPY --from=project /opt/project/opt/rewardd/.venv /opt/rewardd/.venv

# Below the service's own layers, so that a change to the service installs no toolchain again.
FROM runtime AS toolchains
USER root
COPY scripts/system-packages /opt/build/scripts/
COPY toolchains /opt/build/toolchains
COPY verifiers/code/harness /opt/build/verifiers/code/harness
RUN /opt/build/scripts/system-packages && /opt/build/toolchains/install \
 && rm -rf /opt/build /var/lib/apt/lists/* /var/cache/apt/* "$HOME"/.npm "$HOME"/.cache
USER 1000:1000

FROM toolchains AS judge
COPY --from=kept /opt/rewardd/.venv /opt/rewardd/.venv
COPY --from=project /opt/project/opt/rewardd/.venv /opt/rewardd/.venv

FROM dependencies AS ray-environment
COPY requirements-ray.lock ./
RUN .venv/bin/pip install --quiet --no-cache-dir --require-hashes -r requirements-ray.lock

FROM toolchains AS ray
COPY --from=ray-environment /opt/rewardd/.venv /opt/rewardd/.venv
COPY --from=project /opt/project/opt/rewardd/.venv /opt/rewardd/.venv
# Ray gives its workers niceness 15 if not told otherwise: they, and the boxes that they make, come after all else on the machine.
ENV RAY_USAGE_STATS_ENABLED=0 RAY_worker_niceness=0
ENTRYPOINT []
CMD ["ray", "--help"]

# What a build without a target gives.
FROM judge
