"""The tree mask: a branch sees its answer and itself, and nothing else of its pack."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from transformers import AutoTokenizer

from interviewer.models.branches import BRANCH_TOKENS, PREFIX_TOKENS, Item, pack, tokenise
from interviewer.models.verifier_network import Shape, VerifierNetwork
from tests.tiny import tiny_language_model

TEA = Item(
    question="how do you make tea?",
    sentences=("you boil fresh water.", "then wait."),
    statements=("boil fresh water", "wait three minutes"),
)
CUP = Item(
    question="",
    sentences=("pour the water over the leaves, then wait.",),
    statements=("pour the water over the leaves",),
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_language_model(tmp_path_factory.mktemp("base"), layers=3)


@pytest.fixture(scope="module")
def network(base: Path) -> VerifierNetwork:
    torch.manual_seed(1)
    return VerifierNetwork(base, Shape(layers=3, frozen=1, rank=2)).eval()


def logits(network: VerifierNetwork, base: Path, *sequences: list[Item]) -> torch.Tensor:
    tokenizer = AutoTokenizer.from_pretrained(base)
    with torch.inference_mode():
        return network(pack([tokenise(tokenizer, items) for items in sequences]))


def test_a_verdict_does_not_depend_on_sister_branches(network: VerifierNetwork, base: Path) -> None:
    both = logits(network, base, [TEA])
    for number, statement in enumerate(TEA.statements):
        alone = Item(question=TEA.question, sentences=TEA.sentences, statements=(statement,))
        assert torch.allclose(logits(network, base, [alone])[0], both[number], atol=1e-5)


def test_a_verdict_does_not_depend_on_other_answers_of_its_pack_or_batch(network: VerifierNetwork, base: Path) -> None:
    alone = torch.cat([logits(network, base, [TEA]), logits(network, base, [CUP])])
    assert torch.allclose(logits(network, base, [TEA, CUP]), alone, atol=1e-5)
    assert torch.allclose(logits(network, base, [TEA], [CUP]), alone, atol=1e-5)


def test_a_verdict_depends_on_the_answer(network: VerifierNetwork, base: Path) -> None:
    other = Item(question=TEA.question, sentences=("wait three minutes.",), statements=TEA.statements)
    assert not torch.allclose(logits(network, base, [TEA]), logits(network, base, [other]), atol=1e-4)


def test_a_verdict_depends_on_the_sentences_it_sees_and_on_no_other(network: VerifierNetwork, base: Path) -> None:
    def answer(*said: str, sees: tuple[int, ...]) -> Item:
        return Item(question="", sentences=said, statements=("wait three minutes",), views=(sees,))

    water, cup, wait = "boil fresh water.", "pour a cup first.", "then wait three minutes first."
    seen = logits(network, base, [answer(water, cup, wait, sees=(0,))])
    for last in ("you pour the good leaves.", "it is false in tea."):
        assert torch.allclose(logits(network, base, [answer(water, cup, last, sees=(0,))]), seen, atol=1e-5)
    assert not torch.allclose(logits(network, base, [answer(wait, cup, water, sees=(0,))]), seen, atol=1e-4)
    assert not torch.allclose(logits(network, base, [answer(water, cup, wait, sees=(0, 2))]), seen, atol=1e-4)


def test_a_sentence_reads_alike_whatever_stands_two_sentences_before_it(base: Path) -> None:
    one_layer = VerifierNetwork(base, Shape(layers=1, frozen=0, rank=2)).eval()

    def last_of(*said: str) -> torch.Tensor:
        return logits(one_layer, base, [Item(question="", sentences=said, statements=("wait",), views=((2,),))])

    here = last_of("boil fresh water.", "pour a cup.", "then wait.")
    assert torch.allclose(last_of("hello good cup.", "pour a cup.", "then wait."), here, atol=1e-5)


def test_overlong_texts_lose_their_middle_and_keep_both_ends(base: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(base)
    long = Item(question="", sentences=("boil " * 900 + "water",), statements=("pour " * 300 + "leaves",))
    (tokens,) = tokenise(tokenizer, [long])
    assert (len(tokens.prefix), len(tokens.branches[0])) == (PREFIX_TOKENS, BRANCH_TOKENS)
    (whole,) = tokenise(tokenizer, [CUP])
    assert tokens.prefix[0] == whole.prefix[0] and tokens.branches[0][-1] == whole.branches[0][-1]


def test_saved_weights_judge_like_the_trained_network(network: VerifierNetwork, base: Path, tmp_path: Path) -> None:
    with torch.no_grad():
        for name, value in network.named_parameters():
            if "lora_B" in name:
                value.normal_(std=0.05)
    network.save(tmp_path)
    loaded = VerifierNetwork.load(base, tmp_path)
    assert torch.allclose(logits(loaded, base, [TEA, CUP]), logits(network, base, [TEA, CUP]), atol=2e-3)


def test_only_the_adapter_above_the_frozen_layers_and_the_head_are_trained(base: Path) -> None:
    fresh = VerifierNetwork(base, Shape(layers=3, frozen=1, rank=2))
    trained = {name for name, value in fresh.named_parameters() if value.requires_grad}
    assert trained and all("lora" in name or name.startswith("head") for name in trained)
    assert not any("layers.0." in name for name in trained)
