"""Every setting, read from the environment in this one place (see the README's table)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import BadSetting

ROOT = Path(__file__).resolve().parent


class Settings(BaseSettings):
    """Settings of the application; each is the environment variable ``TRALUAT_<NAME>``."""

    model_config = SettingsConfigDict(env_prefix="TRALUAT_", extra="ignore")

    home: Path = Field(default=ROOT / "data", description="Folder of the store and the indexes")
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

    def keeping(self) -> Literal["browser", "session", "off"]:
        """For how long readers' own documents are kept where nobody signs in."""
        if self.uploads == "auto":
            return "session" if os.environ.get("SPACE_ID") else "browser"
        return self.uploads

    def database_url(self) -> str:
        """SQLAlchemy URL of the store."""
        return self.database or f"sqlite:///{self.home / 'store.sqlite3'}"


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
