"""A chat as the token ids a language model continues."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from interviewer.models.protocols import Message
from interviewer.models.valid_text import without_lone_surrogates

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

SPEAKERS = {"user": "User", "assistant": "Assistant"}


def prompt_ids(tokenizer: PreTrainedTokenizerBase, messages: Sequence[Message]) -> list[int]:
    """Token ids of the chat, up to where the reply begins, or goes on if the last message is the assistant's.

    By the model's own chat template; a model without one gets the plain text of `plain_prompt`; a template without a
    system role gets the system message as the beginning of the first user message. The model's control tokens in a
    message are broken up, so that no message can end its turn and speak for another.
    """
    from jinja2 import TemplateError

    safe = [Message(role=message.role, content=_defused(tokenizer, message.content)) for message in messages]
    if not tokenizer.chat_template:
        return list(tokenizer(plain_prompt(safe))["input_ids"])
    try:
        return _templated(tokenizer, safe)
    except TemplateError:
        if safe[0].role != "system":
            raise
        return _templated(tokenizer, _without_system(safe))


def plain_prompt(messages: Sequence[Message]) -> str:
    """A chat as plain text: the system message as it is, then `User: …` and `Assistant: …`, then `Assistant:`.

    If the last message is the assistant's, it is left to be continued.
    """
    turns = [
        f"{SPEAKERS[message.role]}: {message.content}" if message.role in SPEAKERS else message.content
        for message in messages
    ]
    return "\n\n".join(turns if messages[-1].role == "assistant" else [*turns, f"{SPEAKERS['assistant']}:"])


def _templated(tokenizer: PreTrainedTokenizerBase, messages: Sequence[Message]) -> list[int]:
    chat = [{"role": message.role, "content": message.content} for message in messages]
    is_begun = messages[-1].role == "assistant"
    encoded: Any = tokenizer.apply_chat_template(
        chat,
        add_generation_prompt=not is_begun,
        continue_final_message=is_begun,
        tokenize=True,
        return_dict=True,
        enable_thinking=False,
    )
    return [int(token) for token in encoded["input_ids"]]


def _without_system(messages: Sequence[Message]) -> list[Message]:
    system, *rest = messages
    first = next((place for place, message in enumerate(rest) if message.role == "user"), None)
    if first is None:
        return [Message(role="user", content=system.content), *rest]
    joined = Message(role="user", content=f"{system.content}\n\n{rest[first].content}")
    return [*rest[:first], joined, *rest[first + 1 :]]


def _defused(tokenizer: PreTrainedTokenizerBase, content: str) -> str:
    content = without_lone_surrogates(content)
    control = [token.content for token in tokenizer.added_tokens_decoder.values() if token.special]
    for token in sorted(control, key=len, reverse=True):
        content = content.replace(token, " ".join((token[:1], token[1:])))
    return content
