"""`interviewer train`: from the data folder to the verifier's weights."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def train(
    data: Annotated[Path, typer.Argument(help="folder with the files that the model card names", exists=True)],
    output: Annotated[Path, typer.Option(help="folder that receives the weights, checkpoints and measures")],
    start: Annotated[
        Path | None,
        typer.Option(help="folder of weights to begin with; without it, the language model as it is", exists=True),
    ] = None,
    passes: Annotated[int, typer.Option(min=1, help="passes over the data")] = 4,
    steps: Annotated[int | None, typer.Option(min=1, help="stop after so many steps, not when the passes end")] = None,
    seed: Annotated[int, typer.Option(help="seed of order, noise and initial weights")] = 0,
    learnt: Annotated[
        list[Path] | None,
        typer.Option(
            help="labelled answers to the thirty questions, for thresholds that serve these as well", exists=True
        ),
    ] = None,
) -> None:
    """Train the verifier and fit its thresholds; the same command goes on from the last checkpoint."""
    import json
    import logging
    from dataclasses import asdict, replace

    from transformers import AutoTokenizer

    from interviewer.models.checksums import write_sums
    from interviewer.models.conversion import packaged_folder
    from interviewer.models.verifier import TrainedVerifier
    from interviewer.settings import load_settings
    from interviewer.training import mixture
    from interviewer.training.calibrate import fit, fit_marks, judged_labels, judged_marks
    from interviewer.training.examples import read_lines
    from interviewer.training.marking import rows_for_calibration
    from interviewer.training.train import Recipes, train_marker, train_verifier
    from interviewer.wiring import build_embedder
    from rubrics.loading import load_rubrics

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    settings = load_settings()
    base, embedder = packaged_folder(settings.cache), build_embedder(settings)
    chosen = mixture.build(data, load_rubrics(), embedder, passes=passes, seed=seed)
    tokenizer = AutoTokenizer.from_pretrained(str(base), local_files_only=True)
    recipes = Recipes().seeded(seed)
    recipes = replace(recipes, verifier=replace(recipes.verifier, steps=steps))
    train_verifier(base, chosen, recipes, output, tokenizer, start)
    train_marker(base, chosen, recipes, output, tokenizer)
    answers = list(read_lines(data / "interview_dev.jsonl"))
    verifier = TrainedVerifier(base, output)
    to_thirty = [row for path in learnt or () for row in read_lines(path)]
    known = judged_labels(embedder, verifier, to_thirty, load_rubrics()) if to_thirty else None
    calibration = fit(*judged_labels(embedder, verifier, answers), learnt=known)
    marked = judged_marks(embedder, verifier, rows_for_calibration(data / "train", seed=seed))
    calibration = fit_marks(marked, calibration)
    (output / "calibration.json").write_text(json.dumps(asdict(calibration), indent=1) + "\n", encoding="utf-8")
    write_sums(output)
    typer.echo(str(output))
