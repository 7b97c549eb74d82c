"""Booking a room over HTTP with a token, against pgbench running the same statements over as many connections, prepared."""

import re

import load
from figures import Figure
from ground import ROOT, program

# Rooms, people with a token, and clients, each of which books for someone else somewhere else than the one beside it.
EACH = 8


def measure(ground, options):
    """Bookings a second. Both sides book slot after slot of rooms of their own, so that each is free."""
    samples, reference = [], []
    with ground.database("bookings") as database, ground.sql(database) as sql:
        tokens = [ground.command(database, "token", "--email", f"member{n}@hub.example", "--role", "administrator")
                  for n in range(EACH)]
        with ground.serve(database, "--no-worker") as served:
            api = served.api(tokens[0])
            rooms = [api("POST", "/rooms", {"name": f"Room {n}", "kind": "meeting"})["id"] for n in range(2 * EACH)]
            by_program, by_pgbench = rooms[:EACH], rooms[EACH:]
            script = ground.dir / "booking.sql"
            script.write_text(statements(sql, by_pgbench))
            script.chmod(0o644)
            # As Maru's own connections are set.
            connection = f"dbname={database} options='-c jit=off'"
            for n in range(options.rounds):
                samples.append(load.requests_a_second(
                    ground, served.port, "/api/v1/bookings", script=ROOT / "bench/booking.lua", connections=EACH,
                    arguments=[str(n), ",".join(by_program), ",".join(tokens)]))
                said = ground.run(program("pgbench"), "-n", "-h", ground.dir, "-U", "maru", "-M", "prepared", "-c", EACH, "-j", 2,
                                  "-T", load.SECONDS, "-D", f"round={n}", "-D", "n=0", "-f", script, connection)
                reference.append(float(re.search(r"tps = ([\d.]+) \(without", said)[1]))
    return [Figure(f"booking over HTTP with a token, {EACH} clients", "bookings/s", samples, "pgbench", reference, at_least=0.7)]


def statements(sql, rooms: list[str]) -> str:
    """What Maru asks of the database for a booking, with these rooms and with the people who have tokens."""
    people = sql("SELECT p.id, encode(t.token_hash, 'hex') FROM people p JOIN api_tokens t ON t.person_id = p.id ORDER BY p.id")

    def one_of(values, kind: str) -> str:
        return f"('{{{','.join(values)}}}'::{kind}[])[:each]"

    # Expressions, not variables asked of PostgreSQL beforehand: that would be a statement more than Maru has.
    words = {"ROOM": one_of(rooms, "uuid"), "PERSON": one_of([id for id, _ in people], "uuid"),
             "HASH": one_of([rf'"\\x{hash}"' for _, hash in people], "bytea"),
             "BOOKING": "lpad(to_hex(:slot::bigint), 32, '0')::uuid",
             "STARTS": "(timestamptz '2030-01-01 00:00Z' + interval '30 minutes' * :slot)",
             "ENDS": "(timestamptz '2030-01-01 00:30Z' + interval '30 minutes' * :slot)"}
    text = (ROOT / "bench/booking.sql").read_text()
    for word, value in words.items():
        text = text.replace(f"@{word}@", value)
    return text
