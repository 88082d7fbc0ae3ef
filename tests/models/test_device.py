"""Which device is chosen, and which number format."""

import pytest

from interviewer.errors import SettingsError
from interviewer.models.device import Device, Hardware, choose_device, this_hardware


def test_auto_takes_an_nvidia_gpu_before_an_apple_gpu_before_the_cpu():
    assert choose_device("auto", Hardware(cuda=True, mps=True)).name == "cuda"
    assert choose_device("auto", Hardware(mps=True)).name == "mps"
    assert choose_device("auto", Hardware()).name == "cpu"


def test_the_cpu_is_taken_when_wanted_although_there_is_a_gpu():
    assert choose_device("cpu", Hardware(cuda=True)).name == "cpu"


@pytest.mark.parametrize("wanted", ["cuda", "mps"])
def test_a_wanted_gpu_that_is_absent_is_told_with_the_way_out(wanted):
    with pytest.raises(SettingsError, match=f"'{wanted}' is wanted.*2.13.*auto or cpu"):
        choose_device(wanted, Hardware(torch_version="2.13.0"))


def test_an_unknown_device_is_told_with_the_choices():
    with pytest.raises(SettingsError, match="'tpu' is unknown: choose one of auto, cpu, cuda, mps"):
        choose_device("tpu", Hardware())


@pytest.mark.parametrize(
    ("hardware", "dtype"),
    [
        (Hardware(), "float32"),
        (Hardware(cpu_bfloat16=True), "bfloat16"),
        (Hardware(cuda=True), "float16"),
        (Hardware(cuda=True, cuda_bfloat16=True), "bfloat16"),
        (Hardware(mps=True), "float16"),
    ],
)
def test_language_models_take_half_precision_only_where_the_hardware_has_it(hardware, dtype):
    assert choose_device("auto", hardware).dtype_name == dtype


def test_texts_are_encoded_in_full_precision_on_every_cpu_and_in_half_on_a_gpu():
    import torch

    assert Device(name="cpu", dtype_name="bfloat16").encoding_dtype == torch.float32
    assert Device(name="cuda", dtype_name="bfloat16").encoding_dtype == torch.float16


def test_every_number_format_that_can_be_chosen_is_one_of_torch():
    import torch

    named = {name: Device(name="cpu", dtype_name=name).dtype for name in ("float32", "float16", "bfloat16")}
    assert named == {"float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16}


def test_this_machine_gives_a_device_on_which_torch_computes():
    import torch

    device = choose_device("auto", this_hardware())
    assert torch.ones(2, device=device.name, dtype=device.dtype).sum().item() == 2
