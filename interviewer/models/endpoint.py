"""A language model behind an OpenAI-compatible server: vLLM, Ollama, llama.cpp and others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from interviewer.errors import ModelError, SettingsError
from interviewer.models.protocols import Chat, Message, Source
from interviewer.models.streaming import SilenceError, stream_pieces
from interviewer.models.valid_text import without_lone_surrogates

WAY_OUT = "or set INTERVIEWER_GENERATOR to another model or to none"
AT_ONCE = 8  # requests that are under way together when many replies are wanted
RETRIES = 4  # of each of them, with growing pauses in between
EXCERPT = 200  # characters of a server's own message that are passed on


class EndpointGenerator:
    """Continues a chat by asking a server, greedily.

    Args:
        url: The server's address, as `http://127.0.0.1:8000/v1`; without a path, `/v1` is added.
        model: The model's name at the server.
        key: The server's API key; it appears in no message and no name.
        timeout_s: Longest silence that is borne, in seconds, before the first piece and between two.

    Raises:
        SettingsError: If the address is none.
    """

    def __init__(self, url: str, *, model: str = "default", key: str = "local", timeout_s: float = 30.0) -> None:
        parts = urlsplit(url.strip())
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
            raise SettingsError(f"the endpoint {_without_login(url)!r} is no address: write http://host:port/v1")
        self._url = urlunsplit(parts._replace(path=parts.path.rstrip("/") or "/v1", query="", fragment=""))
        self._model, self._key, self._timeout_s = model, key, timeout_s

    @property
    def name(self) -> str:
        """Model and address, without login or key, as `qwen3@http://127.0.0.1:8000/v1`."""
        return f"{self._model}@{self._shown}"

    @property
    def _shown(self) -> str:
        return _without_login(self._url)

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, stop: Event, source: Source | None = None
    ) -> Iterator[str]:
        """Pieces of the reply as they come; the connection is closed once `stop` is set or the reader leaves.

        The source binds nobody here: what servers offer for that differs from one to the next.

        Raises:
            ModelError: If the server is down, refuses, is silent for too long, breaks off, or answers with no text or
                with something that is no reply.
        """

        def work(put: Callable[[str], None], left: Event) -> None:
            self._ask(messages, max_tokens, put, left)

        try:
            yield from stream_pieces(work, stop=stop, longest_silence_s=self._timeout_s)
        except SilenceError:
            raise self._too_slow() from None

    def reply_many(self, chats: Sequence[Chat], *, max_tokens: int, is_enough: Callable[[str], bool]) -> list[str]:
        """The replies to many chats, some of which are asked for at once; one ends as soon as `is_enough` says so.

        A server that is down, overloaded or failing is asked again, after pauses that grow.

        Raises:
            ModelError: As `stream` does, once it has been asked so often.
        """
        failed = Event()

        def reply(chat: Chat) -> str:
            text, done = "", Event()

            def put(piece: str) -> None:
                nonlocal text
                text += piece
                if is_enough(text) or failed.is_set():
                    done.set()

            try:
                self._ask(chat[0], max_tokens, put, done, RETRIES)
            except ModelError:
                failed.set()
                raise
            return text

        with ThreadPoolExecutor(AT_ONCE, "ask-endpoint") as pool:
            return list(pool.map(reply, chats))

    def _ask(
        self,
        messages: Sequence[Message],
        max_tokens: int,
        put: Callable[[str], None],
        left: Event,
        retries: int = 0,
    ) -> None:
        import openai

        chat: Any = [{"role": m.role, "content": without_lone_surrogates(m.content)} for m in messages]
        try:
            with openai.OpenAI(
                base_url=self._url, api_key=self._key, timeout=self._timeout_s, max_retries=retries
            ) as client:
                answer = client.chat.completions.with_raw_response.create(
                    model=self._model, messages=chat, max_tokens=max_tokens, temperature=0, stream=True
                )
                self._check_kind(answer.headers.get("content-type", ""))
                self._pass_on(answer.parse(), put, left)
        except openai.APITimeoutError as fault:
            raise self._too_slow() from fault
        except openai.APIConnectionError as fault:
            raise ModelError(
                f"the endpoint {self._shown} does not answer ({fault.__cause__ or fault}): start its server, {WAY_OUT}"
            ) from fault
        except openai.APIStatusError as fault:
            raise self._refused(fault.status_code, fault.response.text) from fault
        except openai.APIError as fault:
            raise ModelError(f"the endpoint {self._shown} reports an error: {_excerpt(fault.message)}") from fault
        except ValueError as fault:  # a piece is no JSON
            raise self._no_reply(fault) from fault

    def _pass_on(self, chunks: Any, put: Callable[[str], None], left: Event) -> None:
        said, finished = 0, False
        with chunks:
            for chunk in chunks:
                if left.is_set():
                    return
                try:
                    piece, ends = _read(chunk)
                except (AttributeError, TypeError) as fault:  # JSON, but not in the shape of a reply
                    raise self._no_reply(fault) from fault
                put(piece)
                said += len(piece)
                finished = finished or ends
        if not finished:
            raise ModelError(f"the endpoint {self._shown} broke off after {said} characters: look at the server's log")
        if not said:
            raise ModelError(
                f"the endpoint {self._shown} answered with no text: try another of its models "
                f"(INTERVIEWER_GENERATOR_MODEL), {WAY_OUT}"
            )

    def _check_kind(self, content_type: str) -> None:
        if content_type and "event-stream" not in content_type:
            raise ModelError(
                f"the endpoint {self._shown} answered with {content_type.split(';')[0]} instead of a stream of text: "
                "give the address of its OpenAI-compatible interface, which mostly ends in /v1"
            )

    def _refused(self, status: int, body: str) -> ModelError:
        ways = {
            401: "set INTERVIEWER_GENERATOR_KEY",
            403: "set INTERVIEWER_GENERATOR_KEY",
            404: f"set INTERVIEWER_GENERATOR_MODEL (now {self._model!r}) to a model it serves, and check the address",
        }
        said = "a web page" if body.lstrip()[:1] == "<" else _excerpt(body) or "no reason"
        way = ways.get(status, f"look at the server's log, {WAY_OUT}")
        return ModelError(f"the endpoint {self._shown} refuses with status {status} and {said}: {way}")

    def _no_reply(self, fault: Exception) -> ModelError:
        return ModelError(
            f"the endpoint {self._shown} sent something that is no reply ({_excerpt(str(fault))}): "
            "give the address of its OpenAI-compatible interface, which mostly ends in /v1"
        )

    def _too_slow(self) -> ModelError:
        return ModelError(
            f"the endpoint {self._shown} was silent for {self._timeout_s:g} s: it may be loading its model; try again, "
            "or set INTERVIEWER_GENERATOR_TIMEOUT_S higher"
        )


def _read(chunk: Any) -> tuple[str, bool]:
    """The text of a chunk, and whether it says that the reply is complete."""
    pieces = [choice.delta.content or "" for choice in chunk.choices or () if choice.delta]
    return "".join(pieces), any(choice.finish_reason is not None for choice in chunk.choices or ())


def _without_login(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _excerpt(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= EXCERPT else text[:EXCERPT] + "…"
