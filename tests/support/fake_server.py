"""A program that passes for a server of models: it takes the arguments of one, loads for a while, and answers.

    python fake_server.py llama-server --model model.gguf --port 8000 … --load-seconds 2 --stubborn

The first argument is whose arguments the others are. The last ones, below `_HABITS`, are how it is to behave.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

# As their documentation has them.
_ARGUMENTS = {
    "llama-server": "--model --alias --host --port --parallel --ctx-size",
    "vllm": "serve model --served-model-name --host --port --max-model-len --max-num-seqs",
    "sglang.launch_server": "--model-path --served-model-name --host --port --api-key --context-length"
    " --max-running-requests",
    "transformers": "serve model --host --port",
    "mlx_lm.server": "--model --host --port --decode-concurrency",
}
_KEYS = {"llama-server": "LLAMA_API_KEY", "vllm": "VLLM_API_KEY"}
_HABITS = {
    "--load-seconds": float,
    # Says so much while it loads.
    "--chatter": int,
    # Ends with this code in the place of answering.
    "--exit": int,
    # Finds its port taken, as long as there is a file of this name; that goes then.
    "--taken": str,
    # So many tasks of the demo model are answered for real.
    "--demo": float,
}


class _Handler(BaseHTTPRequestHandler):
    about: argparse.Namespace
    key = ""

    def do_GET(self) -> None:
        name = self.about.name
        model = {"id": name, "max_model_len": self.about.context or 4096}
        props = {"default_generation_settings": {"n_ctx": 4096}, "total_slots": self.about.slots or 1}
        pages: dict[str, Any] = {"/v1/models": {"data": [model]}, "/props": props, "/health": {}}
        self._answer(pages.get(self.path))

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if asked["model"] != self.about.name:
            return self._answer(None)
        choice = {"message": {"content": "yes"}, "text": "yes", "finish_reason": "stop"}
        return self._answer({"model": asked["model"], "choices": [choice]})

    def _answer(self, value: Any) -> None:
        is_let_in = not self.key or self.headers["Authorization"] == f"Bearer {self.key}"
        body = json.dumps(value).encode()
        self.send_response((200 if value is not None else 404) if is_let_in else 401)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


def _read(program: str, words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    for name in _ARGUMENTS[program].split():
        parser.add_argument(name)
    for name, kind in _HABITS.items():
        parser.add_argument(name, type=kind)
    for switch in ("--stubborn", "--continuous-batching", "--with-family"):
        parser.add_argument(switch, action="store_true")
    told = vars(parser.parse_args(words))

    def first(*names: str) -> Any:
        return next((told[name] for name in names if told.get(name)), None)

    read = argparse.Namespace(**told)
    read.name = first("alias", "served_model_name", "model")
    read.context = int(first("max_model_len", "context_length") or 0)
    read.slots = int(first("parallel", "max_num_seqs", "max_running_requests", "decode_concurrency") or 0)
    return read


def _behave(about: argparse.Namespace) -> None:
    """Do what it is to do before it answers."""
    if about.stubborn:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if about.with_family:
        sleeping = [sys.executable, "-c", "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(600)"]
        subprocess.Popen(sleeping)
        subprocess.Popen(sleeping, start_new_session=True)
        # Its parent ends at once.
        subprocess.run(["/bin/sh", "-c", '"$@" &', "sh", *sleeping], check=True)
    if about.taken and Path(about.taken).exists():
        Path(about.taken).unlink()
        sys.exit("OSError: [Errno 98] Address already in use")
    for number in range((about.chatter or 0) // 100):
        print(f"{number:99d}", flush=True)
    print("loading", flush=True)
    time.sleep(about.load_seconds or 0)
    if about.exit is not None:
        sys.exit(f"there is not enough memory\nfor {about.name}") if about.exit == 1 else sys.exit(about.exit)


def _serve_demo(about: argparse.Namespace, key: str) -> None:
    """Answer as the demo model does, each time after so many seconds."""
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from tests.support.misbehaving_server import MisbehavingServer

    server = MisbehavingServer(
        host=about.host,
        port=int(about.port),
        key=key,
        models=(about.name,),
        seconds=about.demo,
        context=6000,
        capacity=about.slots,
    )
    with server:
        signal.pause()


def main() -> None:
    """Serve until ended."""
    program, *words = sys.argv[1:]
    about = _read(program, words)
    _behave(about)
    key = os.environ[_KEYS[program]] if program in _KEYS else vars(about).get("api_key") or ""
    if about.demo is not None:
        _serve_demo(about, key)
    _Handler.about, _Handler.key = about, key
    ThreadingHTTPServer((about.host, int(about.port)), _Handler).serve_forever()


if __name__ == "__main__":
    main()
