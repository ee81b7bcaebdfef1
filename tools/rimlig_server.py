"""Starts the built program and talks to it over HTTP: for tests and measurements that are larger than
a module. Standard library only.
"""
import http.client
import json
import os
import signal
import socket
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "ett-langt-losenord-17"
EMAIL = "forsta@example.org"


def binary():
    return Path(os.environ.get("RIMLIG_BINARY", ROOT / "build/release/rimlig"))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {self.body[:300]!r}"


class Client:
    """One session: keeps the cookie and sends the CSRF token with every write."""

    def __init__(self, port):
        self.port, self.cookie, self.csrf = port, None, None
        self.connection = None

    def close(self):
        if self.connection:
            self.connection.close()
            self.connection = None

    def request(self, method, path, body=None, version=None, raw=None, timeout=60):
        headers = {"Accept": "application/json"}
        if self.cookie:
            headers["Cookie"] = self.cookie
        if method != "GET" and self.csrf:
            headers["X-CSRF-Token"] = self.csrf
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        data = raw
        if raw is not None:
            headers["Content-Type"] = "application/octet-stream"
        elif body is not None:
            data = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            self.connection.request(method, path, body=data, headers=headers)
            response = self.connection.getresponse()
            answer = Answer(response.status, response.headers, response.read())
        except Exception:
            self.close()
            raise
        if answer.headers.get("Set-Cookie"):
            self.cookie = answer.headers["Set-Cookie"].split(";")[0]
        if answer.headers.get("Connection", "").lower() == "close":
            self.close()
        return answer

    def must(self, method, path, *arguments, **options):
        answer = self.request(method, path, *arguments, **options)
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer}")
        return answer.json() if answer.body else None

    def get(self, path):
        return self.must("GET", path)

    def sign_in(self, email=EMAIL, password=PASSWORD):
        self.csrf = self.must("POST", "/api/session", {"email": email, "password": password})["csrf"]
        return self

    def wait_for_job(self, job_id, seconds=60):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            job = self.get(f"/api/jobs/{job_id}")
            if job["state"] not in ("queued", "running"):
                return job
            time.sleep(0.02)
        raise RuntimeError(f"job {job_id} did not end")

    def upload(self, name, data):
        return self.must("POST", f"/api/imports?name={quote(name)}", raw=data)


class Server:
    """`rimlig serve` on a free loopback port over a data folder."""

    def __init__(self, data, *arguments, program=None):
        self.data, self.arguments, self.program = Path(data), [str(a) for a in arguments], program or binary()
        self.port, self.process = free_port(), None

    def start(self, seconds=30):
        self.data.mkdir(parents=True, exist_ok=True)
        log = open(self.data.parent / (self.data.name + ".log"), "ab")
        started = time.monotonic()
        self.process = subprocess.Popen([str(self.program), "serve", "--data", str(self.data), "--port", str(self.port), *self.arguments],
                                        stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        log.close()
        while time.monotonic() - started < seconds:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended with {self.process.returncode}; see {self.data}.log")
            try:
                if Client(self.port).request("GET", "/healthz").status == 200:
                    return time.monotonic() - started
            except OSError:
                time.sleep(0.002)
        raise RuntimeError("the server did not answer /healthz")

    def client(self):
        return Client(self.port)

    def set_up(self):
        """The first administrator of an empty installation, signed in."""
        client = self.client()
        answer = client.must("POST", "/api/setup", {"name": "Första Person", "email": EMAIL, "password": PASSWORD, "organisation": "Ekbackens stadsdelsnämnd"})
        client.csrf = (answer or {}).get("csrf")
        return client.sign_in()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                return self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
        return self.process.wait() if self.process else None

    def kill(self):
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def cpu_seconds(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_mb(self):
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0.0

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()
