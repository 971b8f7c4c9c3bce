# syntax=docker/dockerfile:1
# The Salus node, and salus-gov with which operators govern the chain.
#
#   docker build --build-arg SALUS_COMMIT="$(git rev-parse HEAD)" -t salus-node .
#
# Whoever owns a registry can move its tags. For production, pin the digests that you have checked
# (docker buildx imagetools inspect debian:12.11-slim shows them):
#
#   docker build --build-arg BUILDER_IMAGE=rust:1.95.0-slim-bookworm@sha256:… \
#     --build-arg RUNTIME_IMAGE=debian:12.11-slim@sha256:… …
ARG BUILDER_IMAGE=rust:1.95.0-slim-bookworm
ARG RUNTIME_IMAGE=debian:12.11-slim

FROM ${BUILDER_IMAGE} AS builder
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
# Beside the gcc of the image what scripts/setup.sh asks for. Debian serves one version of each.
# hadolint ignore=DL3008
RUN apt-get update \
	&& apt-get install -y --no-install-recommends \
		ca-certificates g++ git libc6-dev make perl pkg-config protobuf-compiler \
	&& rm -rf /var/lib/apt/lists/*
WORKDIR /salus
# The compiler and the Wasm target that the project pins: a layer that seldom changes.
COPY rust-toolchain.toml ./
RUN rustup toolchain install
COPY . .
# The history stays outside; the node shows in its version what it was built from.
ARG SALUS_COMMIT=unknown
ENV SUBSTRATE_CLI_GIT_COMMIT_HASH=${SALUS_COMMIT} \
	CARGO_TARGET_DIR=/target \
	WASM_BUILD_WORKSPACE_HINT=/salus
# All of the workspace, as everywhere else: another selection has other features in its dependencies.
RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked \
	--mount=type=cache,target=/target,sharing=locked \
	cargo build --release --workspace --locked \
	&& mkdir /out \
	&& cp /target/release/salus-node /target/release/salus-gov /out/ \
	&& strip /out/salus-node /out/salus-gov

FROM ${RUNTIME_IMAGE} AS runtime
ARG SALUS_COMMIT=unknown
LABEL org.opencontainers.image.title="Salus node" \
	org.opencontainers.image.description="A node of the Salus health-consortium ledger" \
	org.opencontainers.image.licenses="Apache-2.0" \
	org.opencontainers.image.revision="${SALUS_COMMIT}"
# Nothing is installed: the program needs the C library and libgcc, which the base image has, and a
# list of certificate authorities, without which it does not start. The number of the user is fixed,
# so that the owner of a volume means the same everywhere.
RUN groupadd --gid 10001 salus \
	&& useradd --uid 10001 --gid salus --home-dir /data --shell /usr/sbin/nologin salus \
	&& install -d -o salus -g salus -m 0700 /data
COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=builder /out/salus-node /out/salus-gov /usr/local/bin/
COPY deploy/healthcheck.sh /usr/local/bin/salus-healthcheck
USER 10001:10001
VOLUME ["/data"]
# Other nodes; JSON-RPC, on loopback unless asked for otherwise; metrics, likewise.
EXPOSE 30333 9944 9615
# Closes the database before it ends.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
	CMD ["/usr/local/bin/salus-healthcheck"]
ENTRYPOINT ["/usr/local/bin/salus-node", "--base-path", "/data"]
CMD ["--help"]
