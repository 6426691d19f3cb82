import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from rewardd_client import exchange

Body = Any
Reply = tuple[int, dict[str, str], Body] | None


class ScriptedServer:
    """Speaks the batch route. `script` holds what goes wrong first; `None` closes the connection."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, str, Body, str | None]] = []
        self.script: list[Reply] = []
        self.problems: dict[str, Body] = {}
        self.connections = 0
        """Those that were ever opened."""
        self.cuts: list[int] = []
        """After how many lines answers that stream break off, one after another; then none does."""
        self.judge: Callable[[Body], Body] = judge_by_gold
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # or answers on connections that are kept wait for 40 ms

            def setup(self) -> None:
                super().setup()
                server.connections += 1

            def answer(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers.get("content-length") or 0)) or b"{}")
                server.requests.append((self.command, self.path, body, self.headers.get("authorization")))
                reply = server.script.pop(0) if server.script else server.answer(self.command, body)
                if reply is None:
                    self.close_connection = True
                    return
                status, headers, content = reply
                if status == 200 and "ndjson" in (self.headers.get("accept") or ""):
                    self.stream(content["results"])
                    return
                data = json.dumps(content).encode()
                self.send_response(status)
                for name, value in {**headers, "content-length": str(len(data))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(data)

            def stream(self, results: Body) -> None:
                self.send_response(200)
                self.send_header("content-type", "application/x-ndjson")
                self.send_header("transfer-encoding", "chunked")
                self.end_headers()
                lines = [json.dumps({"index": index, **result}) for index, result in enumerate(results)]
                shown = server.cuts.pop(0) if server.cuts else len(lines)
                for line in reversed(lines[-shown:] if shown else []):
                    self.wfile.write(b"%x\r\n%b\n\r\n" % (len(line) + 1, line.encode()))
                if shown < len(lines):
                    self.close_connection = True
                else:
                    self.wfile.write(b"0\r\n\r\n")

            do_POST = do_PUT = answer  # noqa: N815

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"

    def answer(self, method: str, body: Body) -> Reply:
        if method == "PUT":
            ids = []
            for problem in body:
                ids.append(f"sha256:{len(self.problems):064x}")
                self.problems[ids[-1]] = problem
            return 200, {}, {"ids": ids}
        return 200, {}, {"results": [self.judge(item) for item in body["items"]], "groups": {}}

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


def judge_by_gold(item: Body) -> Body:
    if "gold" not in item:
        return {"reward": None, "verdict": "unverifiable", "components": {"accuracy": None}}
    completion = item["completion"]
    text = completion if isinstance(completion, str) else completion[-1]["content"]
    right = float(str(item["gold"]) in text)
    verdict = "accepted" if right else "wrong_answer"
    return {"reward": right, "verdict": verdict, "components": {"accuracy": right}}


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    scripted = ScriptedServer()
    yield scripted
    scripted.close()


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "_jitter", lambda tries: 0.01 * tries)
