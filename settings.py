"""Every setting, read from the environment in this one place (see the README's table)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import BadSetting

ROOT = Path(__file__).resolve().parent
SPACE_STORAGE = Path("/data")
"""Where a Space with persistent storage has it."""
_HUB = ("OAUTH_CLIENT_ID", "OAUTH_CLIENT_SECRET", "OAUTH_SCOPES", "OPENID_PROVIDER_URL", "SPACE_HOST")
"""What a Space is given where ``hf_oauth: true`` stands in its README."""


class Settings(BaseSettings):
    """Settings of the application; each is the environment variable ``TRALUAT_<NAME>``."""

    model_config = SettingsConfigDict(env_prefix="TRALUAT_", extra="ignore")

    home: Path = Field(
        default=ROOT / "data",
        description="Folder of the store and the indexes; on a Space with persistent storage: /data/traluat",
    )
    database: str = Field(default="", description="SQLAlchemy URL of the store; empty: SQLite in TRALUAT_HOME")
    retriever: str = Field(
        default=str(ROOT / "models" / "retriever"),
        description="Sentence encoder: a folder, or a name on the Hugging Face hub",
    )
    reranker: str = Field(
        default=str(ROOT / "models" / "reranker"),
        description="Cross-encoder: a folder, or a name on the Hugging Face hub",
    )
    device: Literal["auto", "cpu", "cuda"] = Field(
        default="auto", description="auto, cpu or cuda: where the models run"
    )
    segmenter: Literal["pyvi", "none"] = Field(default="pyvi", description="pyvi or none: word segmentation for BM25")
    candidates: int = Field(default=20, ge=1, le=200, description="Articles that the reranker scores for one question")
    threads: int = Field(default=2, ge=1, description="CPU threads of the models")
    uploads: Literal["auto", "browser", "session", "off"] = Field(
        default="auto",
        description="Own documents of readers: kept for their browser, for the visit (session), or off; "
        "auto: session on a Space, browser elsewhere",
    )
    accounts: str = Field(
        default="",
        description="File of the accounts that may sign in (python -m ui.accounts add NAME); "
        "empty: the page is open to everyone who reaches it",
    )
    commit: str = Field(default="", description="What runs, as /health tells it; empty: the commit of the working tree")

    @model_validator(mode="after")
    def _on_a_space(self) -> Settings:
        """Keep the data where a restart of the Space leaves it, if it has such a place."""
        if "home" not in self.model_fields_set and on_space() and _lasting(SPACE_STORAGE):
            self.home = SPACE_STORAGE / "traluat"
        return self

    def keeping(self) -> Literal["browser", "session", "off"]:
        """For how long readers' own documents are kept where nobody signs in."""
        if self.uploads == "auto":
            return "session" if on_space() else "browser"
        return self.uploads

    def persistent(self) -> bool:
        """Whether the data outlive a restart: a Space without storage of its own begins anew each time."""
        if not on_space():
            return True
        if self.database and not self.database.startswith("sqlite"):
            return True
        return _lasting(SPACE_STORAGE) and self.home.resolve().is_relative_to(SPACE_STORAGE)

    def accounts_file(self) -> Path | None:
        """File of the accounts; None where nobody has to sign in."""
        return Path(self.accounts) if self.accounts else None

    def hub_sign_in(self) -> bool:
        """Whether readers may sign in with Hugging Face: on a Space with ``hf_oauth``, without a file of accounts."""
        # Where Gradio does not know that it is on a Space, it would only play at signing in: everyone as the same.
        known = on_space() and os.environ.get("SYSTEM") == "spaces"
        return known and all(map(os.environ.get, _HUB)) and not self.accounts and self.keeping() != "off"

    def database_url(self) -> str:
        """SQLAlchemy URL of the store."""
        return self.database or f"sqlite:///{self.home / 'store.sqlite3'}"


def on_space() -> bool:
    """Whether this runs on a Hugging Face Space, which names itself in the environment."""
    return bool(os.environ.get("SPACE_ID"))


def _lasting(folder: Path) -> bool:
    """Whether a folder is a disk of its own that can be written."""
    return folder.is_mount() and os.access(folder, os.W_OK)


def read_settings() -> Settings:
    """Read the settings from the environment.

    Raises
    ------
    corpus.errors.BadSetting
    """
    try:
        return Settings()
    except ValidationError as error:
        names = ", ".join("_".join(("TRALUAT", *map(str, problem["loc"]))).upper() for problem in error.errors())
        raise BadSetting(f"Cấu hình không hợp lệ: {names}.", str(error)) from error
