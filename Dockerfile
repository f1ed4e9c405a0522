# groupscope · 群镜. What of it was tried, and how: docs/deployment.md, "With Docker".
FROM python:3.12-slim AS build
ARG UV=0.13.8
# A mirror of the package index: --build-arg UV_DEFAULT_INDEX=… --build-arg PIP_INDEX_URL=…
ARG UV_DEFAULT_INDEX
ARG PIP_INDEX_URL
# A server as database: --build-arg EXTRAS="--extra postgresql" (or mysql)
ARG EXTRAS=
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_NO_CACHE=1 UV_PYTHON_DOWNLOADS=never
WORKDIR /app
RUN pip install --no-cache-dir "uv==${UV}"
# The packages by themselves: they are fetched anew only when pyproject.toml has changed.
COPY pyproject.toml README.md LICENSE NOTICE ./
# hadolint ignore=SC2086 -- several words, if any
RUN uv sync --no-dev --no-install-project ${EXTRAS}
COPY . .
# hadolint ignore=SC2086
RUN uv sync --no-dev ${EXTRAS}

FROM python:3.12-slim
# Whoever gets out of the bot is nobody here; the volume takes its owner from this folder.
RUN useradd --uid 10001 --no-create-home --home-dir /data groupscope \
    && install -d -o groupscope -g groupscope -m 0700 /data
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MPLCONFIGDIR=/tmp \
    TZ=Asia/Shanghai \
    HOST=0.0.0.0 \
    PORT=8080 \
    GROUPSCOPE_DATA_DIR=/data \
    GROUPSCOPE_DATABASE_URL=sqlite+aiosqlite:////data/groupscope.db \
    GROUPSCOPE_MONITORING=on
USER 10001:10001
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=10s --start-period=2m --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8080/healthz', timeout=8)"]
CMD ["python", "bot.py"]
