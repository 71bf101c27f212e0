# linkwarden and git, which `check --diff` needs. The repository to check is mounted at /repository:
#   docker run --rm --volume "$PWD:/repository" linkwarden check README.md
#
# The base images are pinned by version. To pin them by digest, add what `docker buildx imagetools inspect` prints.

FROM ghcr.io/astral-sh/uv:0.13.9 AS uv

FROM python:3.14-slim-trixie AS build
COPY --from=uv /uv /usr/local/bin/uv
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=/opt/linkwarden
WORKDIR /source
COPY pyproject.toml uv.lock README.md LICENSE ./
COPY src src
RUN uv sync --locked --no-dev --no-editable --no-cache

FROM python:3.14-slim-trixie
# Git of the distribution, whose security updates a pinned version would not get.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends git \
    && rm -rf /var/lib/apt/lists/* \
    # The mounted repository may belong to another user, which git refuses otherwise (git-config, safe.directory).
    && git config --system --add safe.directory /repository
COPY --from=build /opt/linkwarden /opt/linkwarden
ENV PATH="/opt/linkwarden/bin:$PATH"
WORKDIR /repository
USER 1000:1000
ENTRYPOINT ["linkwarden"]
CMD ["--help"]
