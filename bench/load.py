"""Load on a web server, by wrk."""

import re

from ground import program

THREADS, CONNECTIONS, SECONDS = 2, 16, 5


def requests_a_second(ground, port: int, path: str, headers=None, script=None, arguments=(), connections=CONNECTIONS) -> float:
    """How many requests a second are answered well, over connections that are kept open."""
    more = [word for name, value in (headers or {}).items() for word in ("-H", f"{name}: {value}")]
    more += ["-s", script] if script else []
    said = ground.run(program("wrk"), f"-t{THREADS}", f"-c{connections}", f"-d{SECONDS}s", *more,
                      f"http://127.0.0.1:{port}{path}", *(["--", *arguments] if arguments else []))
    if "Non-2xx or 3xx" in said or "Socket errors" in said:
        raise RuntimeError(f"{path}: not every answer was good:\n{said}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
