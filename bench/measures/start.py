"""How long `maru serve` takes from its start to its first page, and how much memory it has when it idles. PostgreSQL, which
is another process, is not in either."""

import http.client
import pathlib
import subprocess
import time

from figures import Figure

IDLE = 5


def measure(ground, options):
    """Over a database that is migrated."""
    starts, memory = [], []
    with ground.database("start") as database:
        ground.command(database, "migrate")
        for _ in range(options.rounds):
            begun = time.monotonic()
            served = ground.serve(database)
            first_page(served.port)
            starts.append(time.monotonic() - begun)
            with served:
                time.sleep(IDLE)
                memory.append(resident(served.process))
    return [Figure("start to the first page (200), migrated database", "s", starts, at_most=0.3),
            Figure(f"memory of maru serve, idle for {IDLE} s, worker included", "MB", memory, at_most=40)]


def first_page(port: int):
    """Asks until there is an answer, which must be good."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", "/")
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, answer.status
            return
        except ConnectionError:
            time.sleep(0.002)
        finally:
            connection.close()
    raise TimeoutError("maru serve does not answer")


def resident(process: subprocess.Popen) -> float:
    """Resident memory in megabytes, shared pages of the program included."""
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    kibibytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
    return int(kibibytes) * 1024 / 1e6
