"""From settings to the objects that do the work: the only place that chooses between them."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from interviewer.errors import ModelError
from interviewer.feedback.writer import FeedbackWriter
from interviewer.grading.grader import Grader
from interviewer.grading.verdicts import Calibration, MarkLine
from interviewer.models.device import choose_device
from interviewer.models.protocols import Embedder, Verifier
from interviewer.settings import PACKAGED_VERIFIER, Settings, load_settings

if TYPE_CHECKING:
    from interviewer.models.endpoint import EndpointGenerator
    from interviewer.models.generator import LocalGenerator


def verifier_folder(settings: Settings) -> Path:
    """Folder of the verifier's weights: the packaged one, or the one that the settings name.

    Raises:
        ModelError: If it is no folder.
    """
    if settings.verifier == PACKAGED_VERIFIER:
        return Path(str(files("interviewer.models") / "weights" / PACKAGED_VERIFIER))
    folder = Path(settings.verifier)
    if not folder.is_dir():
        raise ModelError(f"the verifier {settings.verifier!r} is no folder: give one written by `interviewer train`")
    return folder


def load_calibration(folder: Path) -> Calibration:
    """The thresholds kept beside the verifier's weights.

    Raises:
        ModelError: If they are missing or out of order.
    """
    path = folder / "calibration.json"
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        one, several = (MarkLine(**values.pop(name)) for name in ("one_point", "several_points"))
        return Calibration(**values, one_point=one, several_points=several)
    except (OSError, ValueError, TypeError, KeyError) as fault:
        raise ModelError(f"{path} cannot be read ({fault}): run `interviewer models verify`") from fault


def build_embedder(settings: Settings) -> Embedder:
    """The embedder that the settings name; its weights load on first use."""
    from interviewer.models.embedder import SentenceEmbedder

    return SentenceEmbedder(settings.embedder, device=choose_device(settings.device), cache=settings.cache)


@lru_cache(maxsize=1)
def build_verifier(settings: Settings) -> Verifier:
    """The trained verifier on the chosen device, one for grading and feedback; its weights load on first use."""
    from interviewer.models.conversion import packaged_folder
    from interviewer.models.verifier import TrainedVerifier

    device = choose_device(settings.device)
    return TrainedVerifier(
        packaged_folder(settings.cache),
        verifier_folder(settings),
        device=device.name,
        dtype_name="float16" if device.is_gpu else "float32",
        packs_at_once=max(1, settings.batch_tokens // 640) if device.is_gpu else 1,
    )


def build_generator(settings: Settings) -> LocalGenerator | EndpointGenerator | None:
    """The language model that writes feedback: packaged, a Hugging Face name or folder, an endpoint, or none."""
    if settings.generator == "none":
        return None
    if settings.generator.startswith(("http://", "https://")):
        from interviewer.models.endpoint import EndpointGenerator

        return EndpointGenerator(
            settings.generator,
            model=settings.generator_model,
            key=settings.generator_key,
            timeout_s=settings.generator_timeout_s,
        )
    from interviewer.models.generator import LocalGenerator

    return LocalGenerator(settings.generator, device=choose_device(settings.device), cache=settings.cache)


def build_grader(settings: Settings | None = None) -> Grader:
    """A grader with the models that the settings name; models load on first use."""
    settings = settings or load_settings()
    folder = verifier_folder(settings)
    return Grader(build_embedder(settings), build_verifier(settings), settings, load_calibration(folder))


def build_writer(settings: Settings) -> FeedbackWriter:
    """Feedback by the settings' language model, or by the template where they name none."""
    return FeedbackWriter(build_generator(settings), build_verifier(settings))
