"""10,000 reminders that come due at one moment: claimed, rendered, handed to a mail server and marked durably, against
Postfix's `smtp-source` handing as many mails of the same size, made once, to the same server over as many connections."""

import contextlib
import datetime
import time

from figures import Figure
from ground import postfix_libraries, program, wait_for

REMINDERS = 10_000
# So many before the end it is looked at more often whether they are all out.
SOON = 500
# MARU_SMTP_CONNECTIONS: as it is by default, and more.
CONNECTIONS = [4, 16]


def measure(ground, options):
    """Mails a second."""
    samples = {connections: ([], []) for connections in CONNECTIONS}
    with ground.database("reminders") as database, ground.sql(database) as sql:
        token = ground.command(database, "token", "--email", "organiser@hub.example", "--role", "administrator")
        with ground.serve(database, "--no-worker") as served:
            api = served.api(token)
            enter_people(api, sql)
            size = size_of_one(ground, database, api, sql)
            sink = ground.sink()
            for _ in range(options.rounds):
                for connections, (maru, reference) in samples.items():
                    with worker(ground, database, MARU_SMTP_URL=f"smtp://127.0.0.1:{sink}", MARU_SMTP_CONNECTIONS=str(connections)):
                        maru.append(remind(api, sql))
                    reference.append(hand_over(ground, sink, size, connections))
    return [Figure(f"{REMINDERS:,} reminders of {size:,} bytes, claimed to marked, {connections} connections", "mails/s", maru,
                   f"smtp-source -d -s {connections}", reference, at_least=0.3)
            for connections, (maru, reference) in samples.items()]


@contextlib.contextmanager
def worker(ground, database, **settings):
    """`maru worker` with these settings; without a mail server it keeps what it would send."""
    process = ground.start(ground.maru, "worker", name="worker", environment=ground.settings(
        database, MARU_PUBLIC_URL="https://hub.example", MARU_MAIL_FROM="Sample hub <hub@hub.example>", **settings))
    try:
        yield
    finally:
        ground.stop(process)


def enter_people(api, sql):
    """Enters those who are to be reminded, by inviting them to something else; half of them read Korean."""
    seminar = api("POST", "/seminars", {"title": "Opening", "starts_local": "2030-05-14T16:00:00", "zone": "Asia/Seoul",
                                        "state": "announced"})
    emails = [f"reader{i}@sample.example" for i in range(REMINDERS)]
    api("POST", f"/seminars/{seminar['id']}/invitations", {"emails": emails})
    sql("UPDATE people SET name = 'Reader ' || a.address, language = CASE WHEN random() < 0.5 THEN 'ko' ELSE 'en' END "
        "FROM addresses a WHERE a.person_id = people.id AND a.address LIKE 'reader%'")
    sql("UPDATE messages SET state = 'void', ended_at = now() WHERE state = 'queued'")


def seminar_with_reminders(api, sql, people: int) -> str:
    """A seminar to which so many said yes, and which is announced after: its reminders are those that Maru makes."""
    starts = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=3)
    seminar = api("POST", "/seminars", {
        "title": "Beyond scaling laws: what small models teach us about large ones", "zone": "UTC", "reminders": [60],
        "abstract": "A talk.", "starts_local": starts.strftime("%Y-%m-%dT%H:%M:%S"), "duration_minutes": 90,
        "place": {"name": "Hall A", "address": "1 Sample Street, Seoul"}, "join_url": "https://meet.example/abc"})
    sql("INSERT INTO attendances (seminar_id, person_id, invitation_no, answer, answered_at, channel, address) "
        f"SELECT '{seminar['id']}', person_id, 1, 'yes', now(), 'link', address FROM addresses "
        f"WHERE address LIKE 'reader%' ORDER BY address LIMIT {people}")
    sql("ANALYZE")
    api("PATCH", f"/seminars/{seminar['id']}", {"state": "announced"})
    waiting = sql.one("SELECT count(*) FROM messages WHERE kind = 'reminder' AND state = 'queued'")
    assert int(waiting) == people, waiting
    return seminar["id"]


def come_due(sql, seminar: str, seconds: int) -> float:
    """Lets its reminders come due so many seconds from now, all at once; when that is."""
    (due,) = sql(f"UPDATE messages SET send_after = now() + interval '{seconds} seconds' WHERE seminar_id = '{seminar}'; "
                 f"SELECT extract(epoch FROM max(send_after)) FROM messages WHERE seminar_id = '{seminar}'")
    return float(due[0])


def left(sql, at_most: int = 1) -> int:
    """How many still wait, counted no further than that. Asked by index, lest the asking take the processors from what is
    measured."""
    return int(sql.one("SET enable_seqscan = off; SET enable_bitmapscan = off; "
                       f"SELECT count(*) FROM (SELECT FROM messages WHERE ended_at IS NULL LIMIT {at_most}) AS waiting"))


def all_went(sql) -> bool:
    """Whether nothing waits any more."""
    return left(sql) == 0


def size_of_one(ground, database, api, sql) -> int:
    """How many bytes a reminder has as it goes out."""
    seminar = seminar_with_reminders(api, sql, 100)
    with worker(ground, database):
        come_due(sql, seminar, 0)
        wait_for(lambda: all_went(sql), "capturing 100 mails")
    return round(float(sql.one("SELECT avg(octet_length(source)) FROM captured_mails")))


def remind(api, sql) -> float:
    """Reminders that come due while the worker waits; how many a second are out and marked."""
    seminar = seminar_with_reminders(api, sql, REMINDERS)
    sql("VACUUM ANALYZE messages")
    due = come_due(sql, seminar, 3)
    time.sleep(max(0, due - time.time()))
    # Seldom at first, so that it costs nothing, and often towards the end, so that it is seen when it comes.
    wait_for(lambda: left(sql, SOON) < SOON, f"sending {REMINDERS} mails", seconds=300, pause=0.1)
    wait_for(lambda: all_went(sql), f"sending the last {SOON} mails", pause=0.005)
    took = time.time() - due
    states = sql(f"SELECT state, count(*) FROM messages WHERE seminar_id = '{seminar}' GROUP BY state")
    assert states == [("sent", str(REMINDERS))], states
    return REMINDERS / took


def hand_over(ground, sink: int, size: int, connections: int) -> float:
    """The same number of mails of the same size, all the same; how many a second."""
    begun = time.monotonic()
    ground.run(program("smtp-source"), "-d", "-s", connections, "-m", REMINDERS, "-l", size, "-f", "hub@hub.example",
               "-t", "reader@sample.example", f"127.0.0.1:{sink}", environment=postfix_libraries())
    return REMINDERS / (time.monotonic() - begun)
