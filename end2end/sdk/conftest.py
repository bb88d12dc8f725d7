"""Starts the emulator as its own process and hands out the official clients, pointed at it over loopback HTTP."""

import contextlib
import json
import os
import pathlib
import socket
import subprocess
import tempfile
import time
import urllib.request
from dataclasses import dataclass

import pytest
from azure.core.credentials import AccessToken
from azure.core.pipeline.policies import SansIOHTTPPolicy
from azure.mgmt.apimanagement import ApiManagementClient

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("CONSOLE_BIN", str(ROOT / "target/debug/gateway-console"))

SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
GROUP = "local"
SERVICE = "local-apim"
DEMO_KEY = "demo-primary-key-0000000000000000"


@dataclass
class Emulator:
    arm: str
    gateway: str


class StaticCredential:
    """The emulator accepts any token that is not empty."""

    def get_token(self, *scopes, **kwargs):
        return AccessToken("end2end", int(time.time()) + 3600)


class BearerOverHttp(SansIOHTTPPolicy):
    """The SDK's own policy refuses to send a token over http; the emulator listens on loopback only."""

    def on_request(self, request):
        request.http_request.headers["Authorization"] = "Bearer end2end"


def free_ports(count):
    """Ports that were free a moment ago; all are held open until the last is known, so that they differ."""
    held = [socket.socket() for _ in range(count)]
    try:
        for one in held:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in held]
    finally:
        for one in held:
            one.close()


def wait_until_listening(process, ports, log, deadline_s=30):
    """Asks the ports until they answer: there is no other sign of life, and a process that died says so at once."""
    deadline = time.monotonic() + deadline_s
    for port in ports:
        while True:
            if process.poll() is not None:
                pytest.fail(f"the emulator ended with {process.returncode}:\n{log.read_text()}")
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if time.monotonic() > deadline:
                    pytest.fail(f"nothing listens on port {port} after {deadline_s} s:\n{log.read_text()}")
                time.sleep(0.05)


@pytest.fixture(scope="session")
def emulator():
    if not os.access(BINARY, os.X_OK):
        pytest.fail(f"{BINARY} is missing: build it with 'make test-binary' or set CONSOLE_BIN")
    arm_port, gateway_port = free_ports(2)
    with tempfile.TemporaryDirectory(prefix="emulator-") as folder:
        log = pathlib.Path(folder) / "log"
        with log.open("w") as out:
            process = subprocess.Popen(
                [
                    BINARY, "emulator",
                    "--arm-listen", f"127.0.0.1:{arm_port}",
                    "--gateway-listen", f"127.0.0.1:{gateway_port}",
                    "--seed", "demo",
                ],
                cwd=folder,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        try:
            wait_until_listening(process, [arm_port, gateway_port], log)
            yield Emulator(arm=f"http://127.0.0.1:{arm_port}", gateway=f"http://127.0.0.1:{gateway_port}")
        finally:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture(scope="session")
def arm(emulator):
    client = ApiManagementClient(
        StaticCredential(),
        SUBSCRIPTION,
        base_url=emulator.arm,
        authentication_policy=BearerOverHttp(),
        retry_total=0,
    )
    with client:
        yield client


@pytest.fixture
def switches(emulator):
    """Sets faults for as long as a `with` lasts."""

    def send(method, rules=None):
        body = None if rules is None else json.dumps(rules).encode()
        urllib.request.urlopen(urllib.request.Request(f"{emulator.arm}/emulator/switches", data=body, method=method)).close()

    @contextlib.contextmanager
    def set_for(rules):
        send("PUT", rules)
        try:
            yield
        finally:
            send("DELETE")

    return set_for
