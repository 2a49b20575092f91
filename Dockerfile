# docker build -t downlink .
# docker run --rm -it downlink                                      the sample archive and a prompt
# docker run --rm -it -v downlink:/data downlink ask "/who Rogozin"   your own archive, kept in the volume

FROM python:3.12-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
# Every file is checked against its hash here; from then on pip may take nothing but these.
COPY requirements.lock ./
RUN pip download --quiet --only-binary :all: --require-hashes --dest /wheels -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY digests digests
RUN pip wheel --quiet --no-index --find-links /wheels --no-deps --wheel-dir /wheels . \
 && python -m venv --without-pip /opt/downlink \
 && pip --python /opt/downlink install --quiet --no-index --find-links /wheels downlink

FROM python:3.12-slim
LABEL org.opencontainers.image.title="Downlink" org.opencontainers.image.licenses="MIT"
COPY --from=build /opt/downlink /opt/downlink
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin downlink \
 && install --directory --owner downlink --group downlink /data
ENV PATH=/opt/downlink/bin:$PATH PYTHONUNBUFFERED=1 DOWNLINK_DATABASE_URL=sqlite:////data/downlink.db
USER downlink
WORKDIR /data
VOLUME /data
HEALTHCHECK --interval=60s --timeout=20s --start-period=20s CMD ["downlink", "db", "check"]
ENTRYPOINT ["downlink"]
CMD ["demo"]
