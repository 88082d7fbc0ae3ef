"""Where models run, and in which number format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewer.errors import SettingsError

if TYPE_CHECKING:
    import torch

CHOICES = ("auto", "cpu", "cuda", "mps")


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A device to run on. `name` is what torch calls it; `dtype_name` the number format of language models there."""

    name: str
    dtype_name: str = "float32"

    @property
    def is_gpu(self) -> bool:
        """Whether this is a GPU."""
        return self.name != "cpu"

    @property
    def dtype(self) -> torch.dtype:
        """The number format in which a language model generates."""
        import torch

        return {"float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16}[self.dtype_name]

    @property
    def encoding_dtype(self) -> torch.dtype:
        """The number format in which texts are embedded and verdicts reached: half precision on a GPU, full on a CPU.

        On a CPU always full, for bfloat16 keeps 8 bits of a number: batches of another make-up would give other scores.
        """
        import torch

        return torch.float16 if self.is_gpu else torch.float32


@dataclass(frozen=True, slots=True, kw_only=True)
class Hardware:
    """What torch finds on a machine."""

    cuda: bool = False
    cuda_bfloat16: bool = False
    mps: bool = False
    cpu_bfloat16: bool = False
    torch_version: str = ""


def this_hardware() -> Hardware:
    """What torch finds on this machine, from the capabilities that are reported, without timing anything."""
    import torch

    cuda = torch.cuda.is_available()
    return Hardware(
        cuda=cuda,
        cuda_bfloat16=cuda and torch.cuda.is_bf16_supported(including_emulation=False),
        mps=torch.backends.mps.is_available(),
        cpu_bfloat16=_reports_fast_bfloat16(),
        torch_version=torch.__version__,
    )


def choose_device(wanted: str = "auto", hardware: Hardware | None = None) -> Device:
    """The device for a setting: `auto` takes an NVIDIA GPU, else an Apple GPU, else the CPU.

    Language models run in bfloat16 where the hardware multiplies in it (it has the range of float32), else in float16
    on a GPU and in float32 on a CPU: without such instructions a CPU is several times slower in bfloat16.

    Args:
        wanted: `auto`, `cpu`, `cuda` or `mps`.
        hardware: What is there; default: this machine.

    Raises:
        SettingsError: If the wanted device is unknown or absent.
    """
    if wanted not in CHOICES:
        raise SettingsError(f"the device {wanted!r} is unknown: choose one of {', '.join(CHOICES)}")
    hardware = hardware or this_hardware()
    if wanted == "cuda" and not hardware.cuda:
        raise SettingsError(
            f"the device 'cuda' is wanted, but torch {hardware.torch_version} finds no NVIDIA GPU: install its driver "
            "and a CUDA build of torch, or set the device to auto or cpu"
        )
    if wanted == "mps" and not hardware.mps:
        raise SettingsError(
            f"the device 'mps' is wanted, but torch {hardware.torch_version} finds no Apple GPU: "
            "set the device to auto or cpu"
        )
    if wanted == "cuda" or (wanted == "auto" and hardware.cuda):
        return Device(name="cuda", dtype_name="bfloat16" if hardware.cuda_bfloat16 else "float16")
    if wanted == "mps" or (wanted == "auto" and hardware.mps):
        return Device(name="mps", dtype_name="float16")
    return Device(name="cpu", dtype_name="bfloat16" if hardware.cpu_bfloat16 else "float32")


def _reports_fast_bfloat16() -> bool:
    import torch

    # the public torch.cpu.get_capabilities() is not in every torch the project admits; these two questions are
    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())
