import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from releve.adapters import sms

COSTA = "+33612345678"


class Gateway(ThreadingHTTPServer):
    """A gateway on this machine, that answers what the test says."""

    status = 202
    location = ""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.received = []


class Answer(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((self.path, dict(self.headers), json.loads(body)))
        self.send_response(self.server.status)
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *words):
        pass


@pytest.fixture
def gateway(settings):
    server = Gateway()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    settings.SMS_GATEWAY = f"http://127.0.0.1:{server.server_port}/v1/messages"
    settings.SMS_GATEWAY_TOKEN = "jeton"
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_sms_when_the_gateway_accepts_then_it_got_number_text_and_token(gateway):
    sms.send(to=COSTA, text="Relève : votre code est 123 456.")
    ((path, headers, message),) = gateway.received
    assert path == "/v1/messages"
    assert headers["Authorization"] == "Bearer jeton"
    assert headers["Content-Type"] == "application/json"
    assert message == {"to": COSTA, "text": "Relève : votre code est 123 456."}


@pytest.mark.parametrize("status", [400, 401, 429, 500, 503])
def test_sms_when_the_gateway_refuses_then_raised_without_number_nor_text(gateway, status):
    gateway.status = status
    with pytest.raises(sms.SmsNotSent, match=str(status)) as refused:
        sms.send(to=COSTA, text="code 123456")
    assert COSTA not in str(refused.value)
    assert "123456" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_sms_when_the_gateway_sends_elsewhere_then_the_token_does_not_follow(gateway):
    gateway.status, gateway.location = (
        307,
        f"http://127.0.0.1:{gateway.server_port}/elsewhere",
    )
    with pytest.raises(sms.SmsNotSent, match="307"):
        sms.send(to=COSTA, text="t")
    assert [path for path, _, _ in gateway.received] == ["/v1/messages"]


def test_sms_when_nobody_answers_then_raised(gateway, settings):
    settings.SMS_GATEWAY = "http://127.0.0.1:9/"
    with pytest.raises(sms.SmsNotSent, match="cannot be reached"):
        sms.send(to=COSTA, text="t")


def test_sms_when_the_answer_takes_too_long_then_raised(gateway, monkeypatch):
    release = threading.Event()
    monkeypatch.setattr(Answer, "do_POST", lambda _: release.wait(5))
    monkeypatch.setattr(sms, "TIMEOUT_S", 0.1)
    with pytest.raises(sms.SmsNotSent, match="cannot be reached"):
        sms.send(to=COSTA, text="t")
    release.set()


@pytest.mark.parametrize("address", ["http://passerelle.example/", "ftp://passerelle.example/", "file:///etc/passwd"])
def test_sms_when_the_address_is_not_encrypted_then_refused(settings, address):
    settings.SMS_GATEWAY = address
    with pytest.raises(sms.SmsNotSent, match="https"):
        sms.send(to=COSTA, text="t")


@pytest.mark.parametrize(
    "number", ["0612345678", "", "+33", "bonjour", "+336123456789012345", "+33612345678\n+33699999999"]
)
def test_sms_when_the_number_is_not_international_then_refused(number, capsys, settings):
    settings.SMS_GATEWAY = "console:"
    with pytest.raises(sms.SmsNotSent, match="international form"):
        sms.send(to=number, text="t")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("number", [COSTA, "+262692123456", "+590690123456"])
def test_sms_when_there_is_no_gateway_then_printed(number, capsys, settings):
    settings.SMS_GATEWAY = "console:"
    sms.send(to=number, text="votre code est 123 456")
    assert number in capsys.readouterr().out
