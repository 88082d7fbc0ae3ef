"""A server that writes the feedback, and everything that can go wrong with one."""

import json
import socket
import threading
from threading import Event

import pytest

from interviewer.errors import ModelError, SettingsError
from interviewer.models.endpoint import AT_ONCE, EndpointGenerator
from interviewer.models.protocols import Message
from tests.models.servers import event, reply, serve, stream

CHAT = (Message(role="system", content="Be kind."), Message(role="user", content="What is \ud800 ReLU?"))
LONG_S = 30.0  # a bound that a passing test never reaches


def say(answer, *, timeout_s=LONG_S, model="m"):
    with serve(answer) as url:
        return list(EndpointGenerator(url, model=model, timeout_s=timeout_s).stream(CHAT, max_tokens=9, stop=Event()))


def test_a_reply_comes_piece_by_piece():
    done = b"data: [DONE]\n\n"
    assert say(lambda r: stream(r, event("Good"), event(" work"), event(None, "stop"), done)) == ["Good", " work"]


def test_the_server_is_asked_at_v1_greedily_with_model_limit_and_key():
    asked = {}

    def answer(request):
        asked.update(json.loads(request.rfile.read(int(request.headers["Content-Length"]))))
        asked["path"], asked["key"] = request.path, request.headers["Authorization"]
        stream(request, event("ok", "stop"))

    with serve(answer) as url:
        list(EndpointGenerator(url, model="qwen", key="secret").stream(CHAT, max_tokens=9, stop=Event()))
    assert (asked["path"], asked["key"], asked["model"]) == ("/v1/chat/completions", "Bearer secret", "qwen")
    assert (asked["temperature"], asked["max_tokens"], asked["stream"]) == (0, 9, True)
    assert asked["messages"][1] == {"role": "user", "content": "What is \ufffd ReLU?"}


def test_a_server_that_is_down_is_told_with_its_address():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    with pytest.raises(ModelError, match=f"endpoint {url} does not answer .*start its server"):
        list(EndpointGenerator(url).stream(CHAT, max_tokens=9, stop=Event()))


@pytest.mark.parametrize("before", [(), (event("Good"),)])
def test_a_server_that_falls_silent_is_told_with_the_time(before):
    finish = Event()

    def answer(request):
        stream(request, *before)
        finish.wait(LONG_S)

    with pytest.raises(ModelError, match=r"silent for 0\.3 s.*TIMEOUT_S"):
        say(answer, timeout_s=0.3)
    finish.set()


def test_a_server_that_only_keeps_the_line_open_is_silent_too():
    finish = Event()

    def answer(request):
        stream(request)
        while not finish.wait(0.05):
            request.wfile.write(b": still here\n\n")

    with pytest.raises(ModelError, match=r"silent for 0\.4 s"):
        say(answer, timeout_s=0.4)
    finish.set()


def test_a_reply_that_breaks_off_is_told_after_what_came():
    pieces = []
    with serve(lambda r: stream(r, event("Good"))) as url, pytest.raises(ModelError, match="broke off after 4 char"):
        for piece in EndpointGenerator(url).stream(CHAT, max_tokens=9, stop=Event()):
            pieces.append(piece)
    assert pieces == ["Good"]


def test_a_connection_cut_within_a_chunk_is_told():
    def answer(request):
        request.protocol_version = "HTTP/1.1"
        request.send_response(200)
        request.send_header("Content-Type", "text/event-stream")
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        request.wfile.write(b"ff\r\n" + event("Good")[:20])
        request.close_connection = True

    with pytest.raises(ModelError, match=r"does not answer|broke off"):
        say(answer)


def test_a_web_page_instead_of_a_reply_is_told():
    with pytest.raises(ModelError, match=r"answered with text/html .*ends in /v1"):
        say(lambda r: reply(r, 200, "text/html; charset=utf-8", b"<html>Welcome</html>"))


def test_a_web_page_as_error_is_not_shown_to_the_person():
    with pytest.raises(ModelError, match="status 502 and a web page") as told:
        say(lambda r: reply(r, 502, "text/html", b"<html><body>Bad gateway</body></html>"))
    assert "<html>" not in str(told.value)


@pytest.mark.parametrize(
    ("status", "way"), [(401, "GENERATOR_KEY"), (404, "GENERATOR_MODEL"), (500, "server's log"), (429, "server's log")]
)
def test_a_refusal_is_told_with_status_reason_and_way_out(status, way):
    body = json.dumps({"error": {"message": "no such luck"}}).encode()
    with pytest.raises(ModelError, match=f"status {status} and .*no such luck.*{way}"):
        say(lambda r: reply(r, status, "application/json", body))


def test_an_empty_reply_is_told():
    with pytest.raises(ModelError, match="answered with no text"):
        say(lambda r: stream(r, event(""), event(None, "stop"), b"data: [DONE]\n\n"))


@pytest.mark.parametrize("data", [b"data: <html>\n\n", b'data: "text"\n\n', b'data: {"choices": 7}\n\n'])
def test_pieces_that_are_no_reply_are_told(data):
    with pytest.raises(ModelError, match="no reply"):
        say(lambda r: stream(r, data))


def test_an_error_within_the_stream_is_told_in_the_servers_words():
    with pytest.raises(ModelError, match="reports an error: out of memory"):
        say(lambda r: stream(r, b'data: {"error": {"message": "out of memory"}}\n\n'))


def test_stop_ends_the_reply_at_once():
    stop, finish = Event(), Event()

    def answer(request):
        stream(request, event("Good"))
        finish.wait(LONG_S)

    pieces = []
    with serve(answer) as url:
        for piece in EndpointGenerator(url, timeout_s=LONG_S).stream(CHAT, max_tokens=9, stop=stop):
            pieces.append(piece)
            stop.set()
        finish.set()
    assert pieces == ["Good"]


def test_a_server_sees_that_its_reader_left():
    gone = Event()

    def answer(request):
        stream(request)
        try:
            while True:
                request.wfile.write(event("word "))
        except OSError:
            gone.set()

    with serve(answer) as url:
        pieces = EndpointGenerator(url).stream(CHAT, max_tokens=9, stop=Event())
        next(pieces)
        pieces.close()
        assert gone.wait(LONG_S)


def test_neither_key_nor_login_shows_in_the_name():
    generator = EndpointGenerator("http://me:pass@localhost:8000/v1/", model="qwen", key="secret")
    assert generator.name == "qwen@http://localhost:8000/v1"


@pytest.mark.parametrize("url", ["localhost:8000", "http://", "ftp://host/v1"])
def test_what_is_no_address_is_told_at_once(url):
    with pytest.raises(SettingsError, match="is no address"):
        EndpointGenerator(url)


def test_no_thread_stays_behind():
    say(lambda r: stream(r, event("ok", "stop")))
    assert not [thread for thread in threading.enumerate() if thread.name == "text-stream"]


def asked_of_many(answer, chats):
    with serve(answer) as url:
        return EndpointGenerator(url, timeout_s=LONG_S).reply_many(chats, max_tokens=9, is_enough=lambda text: False)


def content_of(request):
    return json.loads(request.rfile.read(int(request.headers["Content-Length"])))["messages"][-1]["content"]


def chats_of(count):
    return [((Message(role="user", content=f"Question {number}"),), None) for number in range(count)]


def test_many_replies_come_in_the_order_of_their_chats_and_few_are_under_way_at_once():
    under_way, most, lock = 0, 0, threading.Lock()

    def answer(request):
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        said = content_of(request).replace("Question", "Reply")
        with lock:
            under_way -= 1
        stream(request, event(said), event(None, "stop"))

    assert asked_of_many(answer, chats_of(40)) == [f"Reply {number}" for number in range(40)]
    assert most <= AT_ONCE


@pytest.mark.parametrize("status", [429, 503])
def test_an_overloaded_server_is_asked_again_for_one_of_many_replies(status):
    refused = set()

    def answer(request):
        said = content_of(request)
        if said not in refused:
            refused.add(said)
            return reply(request, status, "application/json", b"{}", Retry_After_Ms="1")
        return stream(request, event(said), event(None, "stop"))

    assert asked_of_many(answer, chats_of(3)) == [f"Question {number}" for number in range(3)]
    assert len(refused) == 3


def test_a_server_that_refuses_one_of_many_is_told_and_nothing_is_left_behind():
    before = threading.active_count()

    def answer(request):
        if content_of(request) == "Question 1":
            return reply(request, 401, "application/json", b"{}")
        return stream(request, event("ok"), event(None, "stop"))

    with pytest.raises(ModelError, match="status 401"):
        asked_of_many(answer, chats_of(3))
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ask-endpoint")]
    assert threading.active_count() <= before + 1


def test_one_of_many_replies_is_let_go_once_it_is_enough():
    def answer(request):
        stream(request, event("Enough."), event(" More."), event(None, "stop"))

    with serve(answer) as url:
        told = EndpointGenerator(url, timeout_s=LONG_S).reply_many(
            chats_of(2), max_tokens=9, is_enough=lambda text: text.endswith(".")
        )
    assert told == ["Enough."] * 2
