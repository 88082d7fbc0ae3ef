"""Models of the hub: found offline, fetched only when asked, checked against the hub's checksums."""

import pytest

from interviewer.errors import ModelError, SettingsError
from interviewer.models.hub import fetch_snapshot, find_snapshot, snapshot_faults
from tests.models.servers import hub, reply, serve

FILES = {
    "model.safetensors": b"w" * 500,
    "config.json": b'{"a": 1}',
    "1_Pooling/config.json": b"{}",
    "pytorch_model.bin": b"p" * 500,
    "onnx/model.safetensors": b"o" * 500,
}


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty cache, and a hub to be put at the address that is asked."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)

    def ask(url):
        monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", url)
        template = f"{url}/{{repo_id}}/resolve/{{revision}}/{{filename}}"
        monkeypatch.setattr("huggingface_hub.constants.HUGGINGFACE_CO_URL_TEMPLATE", template)

    return ask


def test_a_fetched_model_is_found_afterwards_with_no_hub_there(here):
    with serve(hub("me/tiny", FILES)) as url:
        here(url)
        fetched = fetch_snapshot("me/tiny")
    assert find_snapshot("me/tiny") == fetched
    assert (fetched / "1_Pooling" / "config.json").read_bytes() == b"{}"
    assert snapshot_faults(fetched) == ()


def test_neither_pickled_weights_nor_other_formats_are_fetched(here):
    with serve(hub("me/tiny", FILES)) as url:
        here(url)
        found = {path.name for path in fetch_snapshot("me/tiny").iterdir()}
    assert found == {"model.safetensors", "config.json", "1_Pooling"}


def test_a_model_never_fetched_is_not_found_and_nobody_is_asked(here):
    asked = []
    with serve(lambda request: asked.append(request.path)) as url:
        here(url)
        assert find_snapshot("me/tiny") is None
    assert asked == []


@pytest.mark.parametrize("file", ["model.safetensors", "config.json"])
def test_a_damaged_file_is_found_and_mended_by_fetching_again(here, file):
    with serve(hub("me/tiny", FILES)) as url:
        here(url)
        fetched = fetch_snapshot("me/tiny")
        (fetched / file).resolve().write_bytes(b"damaged")
        assert any(f"{file} is damaged" in fault for fault in snapshot_faults(fetched))
        assert snapshot_faults(fetch_snapshot("me/tiny")) == ()


def test_an_unknown_model_is_told_with_its_name(here):
    with serve(hub("me/tiny", FILES)) as url:
        here(url)
        with pytest.raises(ModelError, match="'me/other'"):
            fetch_snapshot("me/other")


def test_a_hub_that_is_not_there_is_told(here):
    with serve(lambda request: reply(request, 200, "text/html", b"")) as url:
        pass
    here(url)
    with pytest.raises(ModelError, match=r"'me/tiny' cannot be fetched .*network"):
        fetch_snapshot("me/tiny")


def test_a_model_without_safetensors_is_refused(here):
    with serve(hub("me/old", {"config.json": b"{}", "pytorch_model.bin": b"p" * 500})) as url:
        here(url)
        with pytest.raises(ModelError, match="no safetensors"):
            fetch_snapshot("me/old")


def test_what_can_be_no_name_is_told(here):
    with pytest.raises(SettingsError, match="neither a folder nor the name"):
        find_snapshot("no such/name with spaces")
