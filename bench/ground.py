"""What the measures stand on: a PostgreSQL cluster of their own, Maru, nginx and a mail sink, all on the loopback.

Everything lies under one directory, which is removed at the end with every process that was started, on errors too.
"""

import contextlib
import os
import pathlib
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from api import Api
from sql import Sql

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
# Where scripts/need unpacks programs, and where packages put those that are in nobody's PATH.
TOOLS = TARGET / "tools"
PLACES = [*TOOLS.glob("*/usr/sbin"), "/usr/sbin",
          # The newest first, and all of PostgreSQL's programs of one release.
          *sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda bin: int(bin.parent.name), reverse=True)]

PATIENCE = 30


def program(name: str) -> str:
    """The path of a program."""
    found = shutil.which(name, path=os.pathsep.join([*map(str, PLACES), os.environ.get("PATH", "")]))
    if found is None:
        raise SystemExit(f"{name} is missing: scripts/need bench installs it")
    return found


def wait_for(true, what: str, seconds: float = PATIENCE, pause: float = 0.02):
    """Waits until `true()` is; what it answered."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        answer = true()
        if answer:
            return answer
        time.sleep(pause)
    raise TimeoutError(f"{what} took longer than {seconds} s")


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def answers(port: int) -> bool:
    """Whether someone listens there."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


class Ground:
    """The directory and the processes. To be used with `with`."""

    def __init__(self, maru: pathlib.Path):
        self.maru = maru
        self.rest = contextlib.ExitStack()
        self.environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}

    def __enter__(self) -> "Ground":
        try:
            # Not /tmp, which may be memory: a commit is to reach a disk.
            self.dir = pathlib.Path(tempfile.mkdtemp(prefix="maru-bench-", dir="/var/tmp"))
            self.rest.callback(shutil.rmtree, self.dir, ignore_errors=True)
            self.account = self._account()
            self._postgresql()
        except BaseException:
            self.rest.close()
            raise
        return self

    def __exit__(self, *_):
        self.rest.close()

    def _account(self) -> str | None:
        """As whom PostgreSQL and nginx's workers run where we are root, whom PostgreSQL refuses."""
        if os.getuid() != 0:
            return None
        for name in ("postgres", "nobody"):
            with contextlib.suppress(KeyError):
                account = pwd.getpwnam(name)
                os.chown(self.dir, account.pw_uid, account.pw_gid)
                return name
        raise SystemExit("PostgreSQL refuses to run as root, and there is no user nobody")

    def start(self, *command, name: str, stop=signal.SIGTERM, account=None, environment=None) -> subprocess.Popen:
        """A process that ends with the ground at the latest. What it says goes to a file."""
        log = open(self.dir / f"{name}.log", "ab")
        process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.dir,
            env={**self.environment, **(environment or {})}, user=account, start_new_session=True)
        log.close()
        self.rest.callback(self.stop, process, stop)
        return process

    def stop(self, process: subprocess.Popen, how=signal.SIGTERM):
        """Ends a process, harder where it does not."""
        if process.poll() is not None:
            return
        process.send_signal(how)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def run(self, *command, seconds: float = 120, account=None, environment=None) -> str:
        """Runs a command to its end; its standard output."""
        done = subprocess.run(
            [str(word) for word in command], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=seconds,
            cwd=self.dir, env={**self.environment, **(environment or {})}, user=account)
        if done.returncode != 0:
            raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr.strip()[-2000:]}")
        return done.stdout

    # PostgreSQL

    def _postgresql(self):
        """A cluster as `initdb` makes it: the settings by default, fsync and synchronous_commit among them."""
        data = self.dir / "data"
        self.run(program("initdb"), "-D", data, "-U", "maru", "--auth=trust", "--encoding=UTF8", "--locale=C",
                 account=self.account)
        self.start(program("postgres"), "-D", data, "-k", self.dir, "-c", "listen_addresses=",
                   name="postgresql", stop=signal.SIGINT, account=self.account)
        wait_for(lambda: (self.dir / ".s.PGSQL.5432").exists() and self._ready(), "PostgreSQL")

    def _ready(self) -> bool:
        ready = subprocess.run([program("pg_isready"), "-q", "-h", str(self.dir)], env=self.environment)
        return ready.returncode == 0

    def postgresql_log(self) -> pathlib.Path:
        """Where PostgreSQL writes what it is asked to log."""
        return self.dir / "postgresql.log"

    @contextlib.contextmanager
    def database(self, name: str):
        """A database of that name, empty; it is dropped at the end."""
        with self.sql("postgres") as sql:
            sql(f"CREATE DATABASE {name}")
        try:
            yield name
        finally:
            with self.sql("postgres") as sql:
                sql(f"DROP DATABASE {name} WITH (FORCE)")

    def sql(self, database: str) -> Sql:
        """A session, by psql."""
        return Sql([program("psql"), "-h", str(self.dir), "-U", "maru", "-d", database], self.environment)

    # Maru

    def settings(self, database: str, **more) -> dict[str, str]:
        """Maru's settings: what must be set, and `more`; the rest as it is by default."""
        key = self.dir / "key"
        if not key.exists():
            key.write_text(secrets.token_hex(32))
        return {"DATABASE_URL": f"postgres://maru@{str(self.dir).replace('/', '%2F')}/{database}",
                "MARU_SECRET_KEY_FILE": str(key), "MARU_DATA_DIR": str(self.dir / "maru"), **more}

    def serve(self, database: str, *arguments, **more) -> "Served":
        """`maru serve`, answering; `more` are settings."""
        return Served(self, database, arguments, more)

    def command(self, database: str, *arguments) -> str:
        """A command of Maru's; what it prints."""
        return self.run(self.maru, *arguments, environment=self.settings(database)).strip()

    # What Maru is compared with

    def sink(self) -> int:
        """Postfix's `smtp-sink`, which takes every mail and throws it away; its port."""
        port = free_port()
        # As root it insists on being told as whom to run.
        user = ["-u", self.account] if self.account else []
        self.start(program("smtp-sink"), *user, f"127.0.0.1:{port}", 1024,
                   name="smtp-sink", environment=postfix_libraries())
        wait_for(lambda: answers(port), "smtp-sink")
        return port

    def nginx(self, files: pathlib.Path) -> int:
        """nginx over `files`, set as docs/PERFORMANCE.md says; its port."""
        port = free_port()
        text = (ROOT / "bench/nginx.conf").read_text()
        words = {"USER": f"user {self.account};" if self.account else "", "DIR": self.dir, "FILES": files, "PORT": port}
        for word, value in words.items():
            text = text.replace(f"@{word}@", str(value))
        conf = self.dir / "nginx.conf"
        conf.write_text(text)
        self.start(program("nginx"), "-e", self.dir / "nginx-error.log", "-p", self.dir, "-c", conf, name="nginx", stop=signal.SIGQUIT)
        wait_for(lambda: answers(port), "nginx")
        return port


class Served:
    """`maru serve` over a database. To be used with `with`."""

    def __init__(self, ground: Ground, database: str, arguments, more):
        self.ground = ground
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        settings = ground.settings(database, MARU_LISTEN=f"127.0.0.1:{self.port}", MARU_PUBLIC_URL=self.address, **more)
        self.process = ground.start(ground.maru, "serve", *arguments, name="maru", environment=settings)

    def __enter__(self) -> "Served":
        wait_for(lambda: answers(self.port), "maru serve")
        return self

    def __exit__(self, *_):
        self.ground.stop(self.process)

    def api(self, token: str) -> Api:
        """The JSON API, as whoever has the token."""
        return Api(self.port, token)


def postfix_libraries() -> dict[str, str]:
    """Postfix's programs have libraries of their own; where they were unpacked, these are not where they look."""
    return {"LD_LIBRARY_PATH": str(TOOLS / "postfix/usr/lib/postfix")}
