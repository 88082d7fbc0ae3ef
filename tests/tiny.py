"""Tiny real models, built in half a second, that run the real load, encode, train and generate code."""

from __future__ import annotations

from pathlib import Path

import torch
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Punctuation, WhitespaceSplit
from tokenizers.pre_tokenizers import Sequence as PreTokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

CHAT_TEMPLATE = (
    "{% for message in messages %}<{{ message['role'] }}> {{ message['content'] }} <end> {% endfor %}"
    "{% if add_generation_prompt %}<assistant> {% endif %}"
)
WORDS = """
question candidate s answer key point verdict boil fresh water pour the over leaves wait three minutes it is false that
you tea how do make first then of a and not in one two system user assistant end hello good cup
""".split()


def tiny_language_model(folder: Path, *, layers: int = 2, seed: int = 0) -> Path:
    """A Llama of two layers and 16 dimensions over 60 words, with a chat template, written to `folder`."""
    vocabulary = {
        word: number for number, word in enumerate(["<pad>", "<unk>", "<end>", *"<>:'?.,", *dict.fromkeys(WORDS)])
    }
    raw = Tokenizer(WordLevel(vocabulary, unk_token="<unk>"))
    raw.pre_tokenizer = PreTokenizers([WhitespaceSplit(), Punctuation()])
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=raw, unk_token="<unk>", pad_token="<pad>", eos_token="<end>", chat_template=CHAT_TEMPLATE
    )
    torch.manual_seed(seed)
    config = LlamaConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=layers,
        num_attention_heads=2,
        num_key_value_heads=1,
        max_position_embeddings=1024,
        pad_token_id=0,
        eos_token_id=2,
        bos_token_id=2,
        tie_word_embeddings=True,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
