"""What a change of a feed costs, what feeds take in memory, and a series of 100,000.

The first request after a change has the rows read, what changed of the feed written, and the feed compressed; beside it stands
what the program itself says that writing and compressing the same octets cost where all of them are written, since nobody has
asked in these words before (`maru_feed_writing_seconds`): of pieces that are compressed at the same time, the sum."""

import http.client
import time

from figures import Figure
from ground import free_port, wait_for, answers
from measures.reading import SEMINARS, enter, get
from measures.start import resident

# Until a node has surely heard of a change: it looks twice a second, told of it or not.
HEARD = 0.7
PEOPLE, FEEDS = 20, 50
VERY_MANY = 100_000
FEED = "/feeds/series/sampling.ics"


def measure(ground, options):
    """Milliseconds and octets."""
    metrics = free_port()
    with ground.database("feeds") as database:
        token = ground.command(database, "token", "--email", "organiser@hub.example", "--role", "administrator")
        with ground.serve(database, "--no-worker", MARU_METRICS_LISTEN=f"127.0.0.1:{metrics}") as served:
            wait_for(lambda: answers(metrics), "the listener for figures")
            api = served.api(token)
            enter(api)
            seminar = api("GET", "/seminars?limit=1")["items"][0]["id"]

            def told(name: str) -> float:
                return figure(metrics, name)

            def first(path: str, wanted: dict) -> tuple[float, float, int]:
                """How long a request takes for which the feed is rendered, and writing and compressing in it, in ms; octets."""
                renders, writing = told("maru_feed_renders_total"), told("maru_feed_writing_seconds_sum")
                begun = time.monotonic()
                body = get(served.port, path, wanted)[1]
                took = time.monotonic() - begun
                assert told("maru_feed_renders_total") == renders + 1, "it was not rendered once"
                return 1000 * took, 1000 * (told("maru_feed_writing_seconds_sum") - writing), len(body)

            def changed(n: int) -> tuple[float, float]:
                """The first request after a change, beside writing and compressing all of it, in ms."""
                packed = {"Accept-Encoding": "gzip"}
                get(served.port, FEED, packed)
                api("PATCH", f"/seminars/{seminar}", {"title": f"Foundations of sampling, said anew {n}"})
                time.sleep(HEARD)
                took, _, octets = first(FEED, packed)
                # Days that nobody has asked for yet, in which nothing more was.
                _, writing, anew = first(f"{FEED}?past={31 + n}", packed)
                assert octets == anew, "another feed"
                return took, writing

            samples = [changed(n) for n in range(max(options.rounds, 10))]
            after = Figure(f"feed of {SEMINARS:,} seminars, first request after a change", "ms", [took for took, _ in samples],
                           "writing and compressing all of it", [writing for _, writing in samples], at_most=1.3)
            memory = kept(ground, database, served, api, told)
            return [after, *memory, *very_many(ground, database, served, options)]


def kept(ground, database, served, api, told):
    """Memory of personal feeds, as the process has it and as it reckons."""
    paths = []
    with ground.sql(database) as sql:
        for n in range(PEOPLE):
            address = f"sample{n}@sample.example"
            token = ground.command(database, "token", "--email", address, "--role", "member")
            person = sql.one(f"SELECT person_id FROM addresses WHERE address = '{address}'")
            own = served.api(token)
            made = [own("POST", f"/people/{person}/feeds", {"name": f"Feed {m}"}) for m in range(FEEDS)]
            paths += [feed["url"].removeprefix(served.address) for feed in made]
        # Each comes to thirty seminars.
        series = sql.one("SELECT id FROM series WHERE slug = 'sampling'")
        sql("INSERT INTO attendances (seminar_id, person_id, invitation_no, answer, answered_at, channel) "
            "SELECT s.id, a.person_id, 0, 'yes', now(), 'page' FROM addresses a "
            f"CROSS JOIN (SELECT id FROM seminars WHERE series_id = '{series}' ORDER BY starts_at LIMIT 30) s "
            "WHERE a.address LIKE 'sample%@sample.example'")
    before, bytes_before = resident(served.process), told("maru_feed_bytes") + told("maru_feed_stub_bytes")
    for path in paths:
        get(served.port, path)
    grown = resident(served.process) - before
    reckoned = (told("maru_feed_bytes") + told("maru_feed_stub_bytes") - bytes_before) / 1e6
    stub = told("maru_feed_stub_bytes") / told("maru_feed_stubs")
    return [Figure(f"memory of {len(paths):,} personal feeds of 30 seminars", "MB", [grown], "as reckoned", [reckoned], at_most=1.5),
            Figure("a stub, as reckoned", "bytes", [stub])]


def very_many(ground, database, served, options):
    """A series of 100,000: the first request of its feed, and its page."""
    with ground.sql(database) as sql:
        owner = sql.one("SELECT id FROM people LIMIT 1")
        sql("INSERT INTO series (id, slug, title, zone, created_at, modified_at) "
            "VALUES (gen_random_uuid(), 'very-many', 'Very many', 'Asia/Seoul', now(), now())")
        sql("INSERT INTO seminars (id, code, uid, series_id, title, abstract_text, owner_id, entered_by, starts_local, zone, starts_at, "
            "ends_at, duration_minutes, visibility, state, state_at, created_at, modified_at) "
            "SELECT gen_random_uuid(), 'many' || n, n || '@many.example', s.id, 'Talk ' || n, repeat('Some words. ', 20), "
            f"'{owner}', '{owner}', at AT TIME ZONE 'Asia/Seoul', 'Asia/Seoul', at, at + interval '1 h', 60, 'public', 'announced', "
            f"now(), now(), now() FROM series s, generate_series(1, {VERY_MANY}) n, "
            "LATERAL (SELECT date_trunc('hour', now()) + n * interval '2 h' AS at) t WHERE s.slug = 'very-many'")
        sql("ANALYZE seminars")
    feed, page, octets = [], [], 0
    for n in range(options.rounds):
        begun = time.monotonic()
        # Days that nobody has asked for yet: it is rendered.
        octets = len(get(served.port, f"/feeds/series/very-many.ics?past={n + 1}")[1])
        feed.append(1000 * (time.monotonic() - begun))
        begun = time.monotonic()
        get(served.port, f"/series/very-many?past={n}")
        page.append(1000 * (time.monotonic() - begun))
    return [Figure(f"feed of a series of {VERY_MANY:,}, rendered, {octets:,} bytes", "ms", feed),
            Figure("page of that series, rendered", "ms", page)]


def figure(port: int, name: str) -> float:
    """What the process says of itself under that name."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/metrics")
    text = connection.getresponse().read().decode()
    connection.close()
    return next(float(line.split()[1]) for line in text.splitlines() if line.startswith(f"{name} "))
