"""The generator's own code on a tiny real model."""

import shutil
import threading
from threading import Event

import pytest

from interviewer.errors import ModelError
from interviewer.models.copying import MARKS, SMALL_WORDS
from interviewer.models.device import Device
from interviewer.models.generator import LocalGenerator
from interviewer.models.protocols import Message, Source
from tests.models.tiny import CONTEXT, STRICT_TEMPLATE, write_language_model

CPU = Device(name="cpu")
CHAT = (Message(role="system", content="Be kind."), Message(role="user", content="What is dropout?"))


@pytest.fixture(scope="module")
def generator(language_model_folder):
    return LocalGenerator(str(language_model_folder), device=CPU)


def test_a_reply_comes_and_comes_again_the_same(generator):
    first = "".join(generator.stream(CHAT, max_tokens=20, stop=Event()))
    assert first
    assert "".join(generator.stream(CHAT, max_tokens=20, stop=Event())) == first


def test_a_reply_has_the_tokens_asked_for_and_not_the_prompt(generator, language_model_folder):
    from transformers import AutoTokenizer

    short = "".join(generator.stream(CHAT, max_tokens=4, stop=Event()))
    long = "".join(generator.stream(CHAT, max_tokens=40, stop=Event()))
    assert "dropout" not in long
    assert len(short.encode()) < len(long.encode())
    assert AutoTokenizer.from_pretrained(str(language_model_folder)).eos_token not in long


def test_a_stop_set_before_gives_nothing(generator):
    stop = Event()
    stop.set()
    assert list(generator.stream(CHAT, max_tokens=20, stop=stop)) == []


def test_a_reader_who_leaves_ends_the_generation_thread(generator):
    others = set(threading.enumerate())  # a test before may have left one to a silent endpoint
    stream = generator.stream(CHAT, max_tokens=300, stop=Event())
    next(stream)
    assert _new_streams(others)
    stream.close()
    assert not _new_streams(others)


def test_two_readers_at_once_get_the_replies_they_would_get_alone(generator):
    other = (Message(role="user", content="And batch normalisation?"),)
    alone = ["".join(generator.stream(chat, max_tokens=15, stop=Event())) for chat in (CHAT, other)]
    together = {}

    def read(number, chat):
        together[number] = "".join(generator.stream(chat, max_tokens=15, stop=Event()))

    threads = [threading.Thread(target=read, args=pair) for pair in enumerate((CHAT, other))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [together[0], together[1]] == alone


@pytest.mark.parametrize("template", [None, STRICT_TEMPLATE])
def test_a_model_without_a_template_or_without_a_system_role_replies_too(tmp_path, template):
    folder = write_language_model(tmp_path / "odd", chat_template=template)
    assert "".join(LocalGenerator(str(folder), device=CPU).stream(CHAT, max_tokens=10, stop=Event()))


def test_a_chat_longer_than_the_model_reads_is_told_with_both_lengths(generator):
    chat = (Message(role="user", content="word " * CONTEXT),)
    with pytest.raises(ModelError, match=rf"take \d+ tokens, .* takes {CONTEXT}"):
        list(generator.stream(chat, max_tokens=10, stop=Event()))


def test_a_damaged_model_is_a_model_error_at_the_first_piece(language_model_folder, tmp_path):
    folder = shutil.copytree(language_model_folder, tmp_path / "cut")
    (folder / "model.safetensors").write_bytes(b"cut")
    with pytest.raises(ModelError, match="cannot be loaded"):
        list(LocalGenerator(str(folder), device=CPU).stream(CHAT, max_tokens=10, stop=Event()))


def test_pickled_weights_are_not_loaded(language_model_folder, tmp_path):
    import torch

    folder = shutil.copytree(language_model_folder, tmp_path / "pickled")
    (folder / "model.safetensors").unlink()
    torch.save({}, folder / "pytorch_model.bin")
    with pytest.raises(ModelError, match="safetensors"):
        list(LocalGenerator(str(folder), device=CPU).stream(CHAT, max_tokens=10, stop=Event()))


def test_many_chats_get_the_replies_they_would_get_alone(generator):
    chats = [
        ((Message(role="system", content="Be kind."), Message(role="user", content=text)), None)
        for text in ("What is ReLU?", "And batch normalisation, which is much longer to ask after?", "Dropout?")
    ] * 6
    alone = ["".join(generator.stream(chat, max_tokens=12, stop=Event())) for chat, _ in chats[:3]]
    assert generator.reply_many(chats, max_tokens=12, is_enough=lambda text: False) == alone * 6
    assert generator.reply_many(chats[:1], max_tokens=12, is_enough=lambda text: False) == alone[:1]
    assert generator.reply_many([], max_tokens=12, is_enough=lambda text: False) == []


def test_a_reply_among_many_may_end_as_soon_as_it_is_enough(generator):
    whole = generator.reply_many([(CHAT, None)], max_tokens=12, is_enough=lambda text: False)[0]
    cut = generator.reply_many([(CHAT, None)], max_tokens=12, is_enough=lambda text: len(text) > 2)[0]
    assert whole.startswith(cut)
    assert 2 < len(cut) < len(whole)


def test_one_chat_among_many_that_is_too_long_is_told(generator):
    long = (Message(role="user", content="word " * CONTEXT),)
    with pytest.raises(ModelError, match=rf"takes {CONTEXT}"):
        generator.reply_many([(CHAT, None), (long, None)], max_tokens=10, is_enough=lambda text: False)


@pytest.mark.parametrize("in_order", [False, True])
def test_a_reply_bound_to_a_text_holds_nothing_else_whoever_asks(generator, in_order):
    source = Source(text="ReLU passes positive inputs and stops the others.", in_order=in_order)
    alone = "".join(generator.stream(CHAT, max_tokens=60, stop=Event(), source=source))
    free = "".join(generator.stream(CHAT, max_tokens=60, stop=Event()))
    many = generator.reply_many([(CHAT, source), (CHAT, None)], max_tokens=60, is_enough=lambda text: False)
    assert many == [alone, free]
    if in_order:
        assert alone.strip().lower() == source.text.lower()
    else:  # the tokens of this model are single letters
        may_be_said = {*source.text.lower(), *source.text, *"".join(SMALL_WORDS), *MARKS, " "}
        assert set(alone) <= may_be_said
        assert not set(free) <= may_be_said


def _new_streams(others):
    return [thread for thread in threading.enumerate() if thread.name == "text-stream" and thread not in others]
