"""What is read most: the feed of a series of 2,000 seminars, and pages without a sign-in, against nginx handing out files
with the same bytes."""

import datetime
import gzip
import http.client

import load
from figures import Figure

SEMINARS = 2_000
ABSTRACT = ("What do we know once a sampler has mixed, and how would we notice that it has not? The talk walks from a coupling "
            "argument of the nineties to diagnostics that run on a laptop, with three examples from the hub.")


def measure(ground, options):
    """Requests a second."""
    with ground.database("reading") as database:
        token = ground.command(database, "token", "--email", "organiser@hub.example", "--role", "administrator")
        with ground.serve(database, "--no-worker") as served:
            code = enter(served.api(token))
            files = ground.dir / "files"
            files.mkdir()
            pages = {"page.html": f"/seminars/{code}", "programme.html": "/"}
            feed = "/feeds/series/sampling.ics"
            body = get(served.port, feed)[1]
            (files / "feed.ics").write_bytes(body)
            zipped, zipped_body = get(served.port, feed, {"Accept-Encoding": "gzip"})
            assert zipped["Content-Encoding"] == "gzip" and gzip.decompress(zipped_body) == body
            (files / "feed.ics.gz").write_bytes(zipped_body)
            for file, path in pages.items():
                (files / file).write_bytes(get(served.port, path)[1])
            for file in [files, *files.iterdir()]:
                file.chmod(0o755 if file.is_dir() else 0o644)
            nginx = ground.nginx(files)

            def both(what, path, file, headers, at_least):
                sides = [(served.port, path), (nginx, f"/{file}")]
                # The validator is each one's own.
                asked = [{name: get(port, place)[0]["ETag"] if value == "ETAG" else value for name, value in headers.items()}
                         for port, place in sides]
                samples = [[], []]
                for _ in range(options.rounds):
                    for side, (port, place) in enumerate(sides):
                        samples[side].append(load.requests_a_second(ground, port, place, asked[side]))
                return Figure(what, "requests/s", samples[0], "nginx", samples[1], at_least=at_least)

            sizes = {file.name: f"{file.stat().st_size:,} bytes" for file in files.iterdir()}
            return [
                both(f"feed of {SEMINARS:,} seminars, not modified (304)", feed, "feed.ics", {"If-None-Match": "ETAG"}, 0.9),
                both(f"the same, gzip, {sizes['feed.ics.gz']}", feed, "feed.ics", {"Accept-Encoding": "gzip"}, 0.9),
                both(f"page of a seminar, {sizes['page.html']}", pages["page.html"], "page.html", {}, 0.5),
                both(f"programme, {sizes['programme.html']}", pages["programme.html"], "programme.html", {}, 0.5),
            ]


def enter(api) -> str:
    """A series of so many seminars, two a day from tomorrow on; the code of one."""
    api("POST", "/series", {"title": "Sampling", "slug": "sampling", "zone": "Asia/Seoul", "topics": ["statistics"]})
    series = api("GET", "/series?limit=1")["items"][0]["id"]
    first = datetime.date.today() + datetime.timedelta(days=1)
    for n in range(SEMINARS):
        date = first + datetime.timedelta(days=n // 2)
        seminar = api("POST", "/seminars", {
            "series_id": series, "title": f"Foundations of sampling, part {n + 1}", "abstract": ABSTRACT,
            "starts_local": f"{date}T{10 + 6 * (n % 2)}:00:00", "place": {"name": "Hall A", "address": "1 Sample Street, Seoul"},
            "state": "announced"})
    return seminar["code"]


def get(port: int, path: str, headers=None):
    """Headers and body of a good answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers=headers or {})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    assert answer.status == 200, (path, answer.status)
    return answer.headers, body
