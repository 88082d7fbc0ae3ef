"""The packaged language model, converted once from GGUF to safetensors, which load in a tenth of the time.

The conversion does not depend on the machine: numbers are kept in bfloat16, as the model was published, and the result
has a checksum of its own. The trained verifier stands on the same file, so a score is the same everywhere. In which
format the model then computes is the device's affair.
"""

from __future__ import annotations

import os
import re
import struct
from pathlib import Path

from interviewer.errors import ModelError
from interviewer.models.catalogue import SMOLLM2, package_faults, weights_of
from interviewer.models.checksums import SHORT, find_fault, sums_faults, write_sums
from interviewer.models.folders import build_whole

CONVERTED_SHA256 = "7ef915c9bf9d94d8d70211970476878352a5b95855c589ae987916d7a455242b"
CONVERTED_BYTES = 269_060_552
WEIGHTS = "model.safetensors"


def converted_place(cache: Path) -> Path:
    """The folder of the cache for the converted model; named by the source, so another source gets another folder."""
    return cache / f"{SMOLLM2.name}-{SMOLLM2.weights.sha256[:SHORT]}"


def packaged_folder(cache: Path) -> Path:
    """The folder of the converted model; converts on first use, in about 20 seconds. Fetches nothing.

    Raises:
        ModelError: If the packaged model is missing or damaged.
        StorageError: If the cache cannot be written.
    """
    place = converted_place(cache)
    if place.is_dir():
        return place
    source = weights_of(SMOLLM2, cache)
    faults = package_faults(SMOLLM2, source)
    if faults:
        raise ModelError(f"{'; '.join(faults)}: run `interviewer models pull`")
    return build_whole(place, lambda folder: _convert_checked(source, folder))


def converted_faults(folder: Path) -> tuple[str, ...]:
    """What is wrong with a converted model; empty if every file is as it was written."""
    pinned = find_fault(folder / WEIGHTS, CONVERTED_SHA256)
    faults = sums_faults(folder)
    return faults if pinned is None or pinned in faults else (pinned, *faults)


def convert(source: Path, folder: Path) -> None:
    """Write the model and tokenizer of a GGUF file to `folder`, in bfloat16 safetensors, with their checksums.

    Raises:
        ModelError: If the file cannot be read as a language model.
    """
    import torch
    from safetensors import SafetensorError
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()
    try:
        tokenizer = AutoTokenizer.from_pretrained(str(source.parent), gguf_file=source.name, local_files_only=True)
        read = AutoModelForCausalLM.from_pretrained(
            str(source.parent), gguf_file=source.name, dtype=torch.float32, local_files_only=True
        )
    except (ValueError, KeyError, RuntimeError, ImportError, IndexError, struct.error) as fault:
        raise ModelError(
            f"{source} cannot be read as a language model ({fault}): run `interviewer models pull`"
        ) from fault
    # save_pretrained refuses a model that was read from GGUF: its weights go into a fresh one of the same shape
    config = read.config
    if hasattr(config, "quantization_config"):
        del config.quantization_config
    fresh = AutoModelForCausalLM.from_config(config, dtype=torch.bfloat16)
    fresh.load_state_dict(read.state_dict())
    try:
        fresh.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
    except SafetensorError as fault:
        raise _system_error(fault) from fault
    write_sums(folder)


def _system_error(fault: Exception) -> OSError:
    named = re.search(r"os error (\d+)", str(fault))  # the system's reason stands in the text alone
    return OSError(int(named[1]), os.strerror(int(named[1]))) if named else OSError(str(fault))


def _convert_checked(source: Path, folder: Path) -> None:
    convert(source, folder)
    faults = converted_faults(folder)
    if faults:
        raise ModelError(
            f"the conversion of {SMOLLM2.name} gave other weights than it should ({'; '.join(faults)}): "
            "install the versions of torch, transformers and gguf that Interviewer names"
        )
