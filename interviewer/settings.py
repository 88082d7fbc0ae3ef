"""Everything a user can set, in one value; read from the environment (`INTERVIEWER_…`) or given by options."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from interviewer.errors import SettingsError

PACKAGED_EMBEDDER = "all-MiniLM-L6-v2"
PACKAGED_GENERATOR = "SmolLM2-135M-Instruct"
PACKAGED_VERIFIER = "interviewer-verifier"


def default_cache() -> Path:
    """Where converted weights are kept: the platform's cache folder."""
    from platformdirs import user_cache_path

    return user_cache_path("interviewer", appauthor=False)


def default_records() -> str:
    """Where interviews are kept: a file in the user's data folder."""
    from platformdirs import user_data_path

    return str(user_data_path("interviewer", appauthor=False) / "records.sqlite")


class Settings(BaseSettings):
    """What is used and how; every field can be set by an environment variable, `INTERVIEWER_DEVICE=cpu` and so on."""

    model_config = SettingsConfigDict(env_prefix="INTERVIEWER_", frozen=True, extra="ignore")

    device: Literal["auto", "cpu", "cuda", "mps"] = Field(
        "auto", description="where models run; auto takes a GPU if there is one"
    )
    embedder: str = Field(PACKAGED_EMBEDDER, description="a sentence-transformers name or folder")
    verifier: str = Field(
        PACKAGED_VERIFIER, description="the packaged verifier or a folder written by `interviewer train`"
    )
    generator: str = Field(
        PACKAGED_GENERATOR, description="a Hugging Face causal model, a folder, an http(s) endpoint, or none"
    )
    generator_model: str = Field("default", description="the model's name at an endpoint")
    generator_key: str = Field("local", description="the endpoint's API key", repr=False)
    generator_timeout_s: float = Field(30.0, gt=0, description="longest silence of an endpoint, in seconds")
    cache: Path = Field(default_factory=default_cache, description="where converted weights are kept")
    records: str = Field(
        default_factory=default_records,
        description="where interviews are kept: a file, or the URL of a PostgreSQL database",
        repr=False,
    )
    listen: str = Field("127.0.0.1", description="address that `serve --auth` listens on")
    names: str = Field("", description="host names that `serve --auth` answers to, beside this machine's, by comma")
    proxy: str = Field("", description="addresses of a proxy that says who asks, by comma; with `serve --auth`")
    proxy_header: str = Field("X-Forwarded-User", description="the header in which that proxy says it")
    evidence: Literal["decisive", "nearest"] = Field(
        "decisive",
        description="the words shown for a verdict: those that the verifier finds decisive or, in about half the time, "
        "those nearest to the key point; no verdict depends on it",
    )
    batch_tokens: int = Field(4096, ge=256, description="tokens in one forward pass of the verifier")
    partial_credit: float = Field(0.5, ge=0, le=1, description="credit of a partly stated key point")
    contradiction_cost: float = Field(0.1, ge=0, le=1, description="share of its weight a contradicted key point costs")

    @property
    def for_scores(self) -> Settings:
        """The same for work that looks at verdicts and scores alone: the same ones in about half the time."""
        return self.model_copy(update={"evidence": "nearest"})

    @property
    def fingerprint(self) -> str:
        """`sha256:` and 64 hex digits over what can change a score."""
        deciding = {
            name: getattr(self, name) for name in ("embedder", "verifier", "partial_credit", "contradiction_cost")
        }
        return "sha256:" + hashlib.sha256(json.dumps(deciding, sort_keys=True).encode()).hexdigest()


def load_settings(device: str | None = None) -> Settings:
    """The settings of the environment, with the device that an option names, if one does.

    Raises:
        SettingsError: If a value does not fit; the message names each variable.
    """
    try:
        return Settings() if device is None else Settings.model_validate({**Settings().model_dump(), "device": device})
    except ValidationError as refused:
        faults = [
            f"INTERVIEWER_{'_'.join(map(str, one['loc'])).upper()} is {one['input']!r}: {one['msg']}"
            for one in refused.errors()
        ]
        raise SettingsError("a setting does not fit: " + "; ".join(faults)) from refused
