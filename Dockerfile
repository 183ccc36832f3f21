# syntax=docker/dockerfile:1
# The application as a Space runs it: torch for the CPU, Tesseract for scans, port 7860.
#   docker build -t tra-luat --build-arg COMMIT=$(git rev-parse HEAD) .
#   docker run -p 7860:7860 -v tra-luat:/data tra-luat
FROM python:3.11-slim-bookworm

# The plain torch wheel of Linux brings gigabytes of CUDA; the same version from here is for the CPU.
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1

WORKDIR /app
COPY packages.txt requirements.txt ./
RUN apt-get update \
    && xargs -r apt-get install -y --no-install-recommends < packages.txt \
    && rm -rf /var/lib/apt/lists/*
RUN pip install --extra-index-url "$TORCH_INDEX" -r requirements.txt

RUN useradd --create-home --uid 1000 reader && install -d -o reader -g reader /data
COPY . .

ARG COMMIT=""
ENV TRALUAT_COMMIT=$COMMIT \
    TRALUAT_HOME=/data/traluat \
    HF_HOME=/data/huggingface \
    GRADIO_SERVER_NAME=0.0.0.0 \
    GRADIO_SERVER_PORT=7860

USER reader
VOLUME /data
EXPOSE 7860
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=180s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:7860/health', timeout=8)"]
CMD ["python", "app.py"]
