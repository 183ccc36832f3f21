"""Finds a model by its folder or by its name on the Hugging Face hub."""

from __future__ import annotations

import re
from pathlib import Path

from .runtime import ModelMissing

_HUB_NAME = re.compile(r"\w[\w.-]*/\w[\w.-]*")
_FILES = ("*.json", "model.safetensors", "1_Pooling/*")  # no pickles, and no code


def locate(name: str) -> Path:
    """Give the folder of a model, downloaded once when ``name`` is one of the hub's ("BAAI/bge-m3").

    A folder goes before a hub name, and what was downloaded before needs no network.

    Raises
    ------
    ModelMissing
        Neither here nor to be had; or ``HF_HUB_OFFLINE`` forbids to ask.
    """
    folder = Path(name)
    if folder.exists() or not _HUB_NAME.fullmatch(name):
        return folder
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, allow_patterns=list(_FILES)))
    except (LocalEntryNotFoundError, HfHubHTTPError, OSError) as error:
        raise ModelMissing(f"{name} is no folder and cannot be had from the hub: {error}") from error
