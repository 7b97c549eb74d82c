"""What everything stands on: one temporary directory, free ports, keys, processes, and statements that are checked."""

import base64
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path


class Wrong(Exception):
    """A statement that does not hold."""


def check(statement, holds, seen=None):
    """Says that a statement holds, or ends the play."""
    if not holds:
        raise Wrong(statement if seen is None else f"{statement}\n       seen: {seen}")
    print(f"  ok   {statement}", flush=True)


def equal(statement, seen, wanted):
    check(statement, seen == wanted, f"{seen!r}\n     wanted: {wanted!r}")


def until(what, look, seconds=60):
    """Waits until `look` answers something, and answers it."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        found = look()
        if found:
            return found
        time.sleep(0.2)
    raise Wrong(f"{what}: not within {seconds} s")


class Ground:
    """The directory, and what runs over it. Whatever happens, what was started is ended."""

    def __init__(self, name="post-office"):
        self.dir = Path(tempfile.mkdtemp(prefix=f"maru-{name}-"))
        self.dir.chmod(0o755)
        self.running = []

    def path(self, *parts):
        return self.dir.joinpath(*parts)

    def make(self, *parts, owner=None, mode=0o755):
        made = self.path(*parts)
        made.mkdir(parents=True)
        made.chmod(mode)
        if owner:
            shutil.chown(made, *owner)
        return made

    def write(self, text, *parts):
        path = self.path(*parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def start(self, name, *command, **more):
        """Starts a program that stays; what it says goes to a file of its name."""
        said = open(self.path(f"{name}.out"), "ab")
        process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=said, stderr=said,
            cwd=self.dir, start_new_session=True, **more,
        )
        self.running.append((name, process))
        return process

    def end(self, process):
        """Ends a program as its operator would, and its group where it does not hear."""
        name = next(name for name, one in self.running if one is process)
        self.running.remove((name, process))
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise Wrong(f"{name} ends when it is told to") from None

    def end_all(self):
        for _, process in reversed(self.running[:]):
            try:
                self.end(process)
            except Wrong as wrong:
                print(f"       {wrong}")

    def left_over(self):
        """Processes that still speak of the directory some seconds after they were told to end."""
        for _ in range(20):
            left = [process.name for process in Path("/proc").glob("[0-9]*") if speaks_of(process, str(self.dir))]
            if not left:
                break
            time.sleep(0.25)
        return left

    def remove(self):
        shutil.rmtree(self.dir)


def speaks_of(process, word):
    try:
        return word.encode() in (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
    except OSError:
        return False


def run(*command, **more):
    """Runs a program to its end and answers what it said; its failure is ours."""
    words = [str(word) for word in command]
    ended = subprocess.run(words, capture_output=True, text=True, **more)
    if ended.returncode != 0:
        raise Wrong(f"{' '.join(words)} ended with {ended.returncode}: {ended.stdout}{ended.stderr}")
    return ended.stdout


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def answers(port):
    try:
        with socket.create_connection(("127.0.0.1", port), 1):
            return True
    except OSError:
        return False


def certificates(ground):
    """An authority of the house, and a certificate by it for `localhost`."""
    tls = ground.make("tls")
    run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Sample authority",
        "-keyout", tls / "authority.key", "-out", tls / "authority.pem")
    run("openssl", "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost",
        "-keyout", tls / "server.key", "-out", tls / "server.csr")
    ground.write("subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n", "tls", "server.ext")
    run("openssl", "x509", "-req", "-in", tls / "server.csr", "-days", "2", "-CA", tls / "authority.pem",
        "-CAkey", tls / "authority.key", "-CAcreateserial", "-extfile", tls / "server.ext", "-out", tls / "server.pem")
    return tls


def signing_key(ground, kind, owner):
    """A key to sign with, and what is published of it, by OpenSSL alone."""
    path = ground.path("keys", f"{kind}.pem")
    path.parent.mkdir(exist_ok=True)
    options = ["-pkeyopt", "rsa_keygen_bits:2048"] if kind == "rsa" else []
    run("openssl", "genpkey", "-algorithm", kind.upper(), *options, "-out", path)
    shutil.chown(path, *owner)
    path.chmod(0o400)
    words = ["openssl", "pkey", "-in", path, "-pubout", "-outform", "DER"]
    public = subprocess.run(words, capture_output=True, check=True).stdout
    # Of Ed25519 the 32 octets of the key alone are published (RFC 8463 section 4).
    public = public if kind == "rsa" else public[-32:]
    return path, f"v=DKIM1; k={kind}; p={base64.b64encode(public).decode()}"
