"""Finding what is due: how long a worker's claim takes while ever more messages are kept that went out long ago.

The claims are those of a worker; PostgreSQL says how long each took.
"""

import argparse
import re

from api import Api
from figures import Figure, number
from ground import Ground, wait_for
from measures import reminders
from sql import Sql

SMALLEST = 10_000
# Come due in each round: claimed by a hundred.
DUE = 1_000


def measure(ground: Ground, options: argparse.Namespace) -> list[Figure]:
    """The median claim with so many messages kept, against that with the fewest."""
    sizes = [size for size in (10 ** n for n in range(4, 8)) if size <= max(SMALLEST, options.rows)]
    found: dict[int, list[float]] = {}
    with ground.database("due") as database, ground.sql(database) as sql:
        token = ground.command(database, "token", "--email", "organiser@hub.example", "--role", "administrator")
        with ground.serve(database, "--no-worker") as served:
            api = served.api(token)
            reminders.enter_people(api, sql)
            number_history(sql)
            with reminders.worker(ground, database):
                for size in sizes:
                    keep(sql, size)
                    sql("VACUUM ANALYZE messages")
                    found[size] = [claim for _ in range(options.rounds) for claim in claims(ground, api, sql)]
            kept = sql.one("SELECT pg_size_pretty(pg_total_relation_size('messages'))")
    first, *rest = sizes
    return [Figure(f"claiming 100 messages, {first:,} kept", "ms", found[first])] + [
        Figure(f"claiming 100 messages, {size:,} kept", "ms", found[size], f"{number(first)} kept", found[first], at_most=1.5,
               note=f"the table with its indexes: {kept}" if size == sizes[-1] else "") for size in rest]


def number_history(sql: Sql) -> None:
    """Readers and seminars by number, of which a history can be made."""
    sql("INSERT INTO seminars (id, code, uid, title, owner_id, entered_by, starts_local, zone, starts_at, ends_at, "
        "duration_minutes, visibility, state, state_at, created_at, modified_at) "
        "SELECT gen_random_uuid(), 'past' || n, 'past' || n || '@hub.example', 'Seminar ' || n, p.id, p.id, at, 'UTC', "
        "at AT TIME ZONE 'UTC', at AT TIME ZONE 'UTC' + interval '1 hour', 60, 'public', 'announced', now(), now(), now() "
        "FROM generate_series(0, 999) n, LATERAL (SELECT timestamp '2023-01-02 16:00' + n * interval '1 day' AS at) t, "
        "(SELECT id FROM people ORDER BY id LIMIT 1) p")
    sql("CREATE TEMP TABLE reader AS SELECT row_number() OVER (ORDER BY address) - 1 AS n, person_id, address "
        "FROM addresses WHERE address LIKE 'reader%'")
    sql("CREATE TEMP TABLE past AS SELECT substr(code, 5)::int AS n, id, starts_at FROM seminars WHERE code LIKE 'past%'")
    sql("ANALYZE reader; ANALYZE past")


def keep(sql: Sql, size: int) -> None:
    """Fills the outbox up to so many reminders that were sent: the rows that Maru leaves, seminar after seminar. Their
    references are right, and are not looked up one by one."""
    sql("SET session_replication_role = replica")
    kept = int(sql.one("SELECT count(*) FROM messages JOIN past ON past.id = messages.seminar_id"))
    while kept < size:
        upto = min(size, kept + 1_000_000)
        sql(f"""
            INSERT INTO messages (id, kind, state, dedupe_key, person_id, address, seminar_id, sequence, payload, priority,
                send_after, not_after, attempts, sent_at, ended_at, created_at)
            SELECT (lpad(to_hex((extract(epoch FROM p.starts_at) * 1000)::bigint + r.n), 12, '0') || '7'
                    || substr(md5(one::text), 1, 3) || '8' || substr(md5(one::text), 4, 15))::uuid,
                'reminder', 'sent', 'reminder:' || p.id || ':0:60:' || r.person_id, r.person_id, r.address, p.id, 0,
                '{{"at": 60, "notice": "reminder"}}', 3, p.starts_at - interval '1 hour', p.starts_at, 1,
                p.starts_at - interval '59 minutes', p.starts_at - interval '59 minutes', p.starts_at - interval '2 days'
            FROM generate_series({kept}, {upto - 1}) one
            JOIN past p ON p.n = one / 10000 JOIN reader r ON r.n = one % 10000 ORDER BY one""")
        kept = upto
    sql("SET session_replication_role = origin")


def claims(ground: Ground, api: Api, sql: Sql) -> list[float]:
    """Lets reminders come due; how many milliseconds each claim of a hundred took, planning included."""
    seminar = reminders.seminar_with_reminders(api, sql, DUE)
    logged(sql, True)
    begin = ground.postgresql_log().stat().st_size
    reminders.come_due(sql, seminar, 1)
    wait_for(lambda: reminders.all_went(sql), f"sending {DUE} mails")
    logged(sql, False)
    with open(ground.postgresql_log(), "rb") as log:
        log.seek(begin)
        said = log.read().decode(errors="replace")
    took: list[float] = []
    begun: dict[str, float] = {}
    for process, milliseconds, step in re.findall(
            r"\[(\d+)\] LOG:  duration: ([\d.]+) ms  (parse|bind|execute) \w+: WITH picked AS MATERIALIZED", said):
        begun[process] = begun.get(process, 0) + float(milliseconds)
        # What stays prepared is read once, and bound and run again and again.
        if step == "execute":
            took.append(begun.pop(process))
    # The last ones find less than a hundred, or nothing.
    return took[:DUE // 100]


def logged(sql: Sql, on: bool) -> None:
    """Whether PostgreSQL says how long each statement took."""
    if on:
        sql("ALTER SYSTEM SET log_min_duration_statement = 0")
    else:
        sql("ALTER SYSTEM RESET log_min_duration_statement")
    sql("SELECT pg_reload_conf()")
    # Sessions hear of it between two statements.
    sql("SELECT pg_sleep(0.2)")
