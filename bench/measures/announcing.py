"""How long an organiser waits who tells 10,000 people: inviting them, and announcing to the followers of a series."""

import time

from figures import Figure

PEOPLE = 10_000


def measure(ground, options):
    """Each round has seminars of its own, and new people for those who are not known yet."""
    entering, inviting, announcing = [], [], []
    with ground.database("announcing") as database:
        token = ground.command(database, "token", "--email", "organiser@hub.example", "--role", "administrator")
        with ground.serve(database, "--no-worker") as maru, ground.sql(database) as sql:
            api = maru.api(token)
            for n in range(options.rounds):
                emails = [f"reader{n}-{i}@sample.example" for i in range(PEOPLE)]
                entering.append(invite(api, {"emails": emails}))
                people = [id for (id,) in sql("SELECT person_id FROM addresses "
                                              f"WHERE address LIKE 'reader{n}-%' ORDER BY address")]
                inviting.append(invite(api, {"people": people}))
                announcing.append(announce(api, sql, n))
    reach = {"unit": "s", "at_most": 1}
    return [Figure(f"inviting {PEOPLE:,} people who are not known yet", maru=entering, **reach),
            Figure(f"inviting {PEOPLE:,} people who are known", maru=inviting, **reach),
            Figure(f"announcing to {PEOPLE:,} followers, who have two reminders each", maru=announcing, **reach)]


def invite(api, body) -> float:
    """Invites to a new seminar; how long the request took."""
    seminar = api("POST", "/seminars", {"title": "Foundations of Sampling", "starts_local": "2030-05-14T16:00:00",
                                        "zone": "Asia/Seoul", "state": "announced"})
    begun = time.monotonic()
    answer = api("POST", f"/seminars/{seminar['id']}/invitations", {**body, "note": "Tea at half past three."})
    took = time.monotonic() - begun
    assert answer["queued"] == PEOPLE, answer
    return took


def announce(api, sql, n: int) -> float:
    """Announces a draft in a series that so many people follow, all of whom are reminded; how long that took."""
    series = api("POST", "/series", {"title": f"Foundations {n}", "zone": "Asia/Seoul"})
    sql("INSERT INTO subscriptions (series_id, person_id, reminders, since) "
        f"SELECT '{series['id']}', person_id, '{{1440,60}}', now() FROM addresses WHERE address LIKE 'reader{n}-%'")
    seminar = api("POST", "/seminars", {"series_id": series["id"], "title": "Foundations of Sampling",
                                        "starts_local": "2030-05-15T16:00:00"})
    begun = time.monotonic()
    api("PATCH", f"/seminars/{seminar['id']}", {"state": "announced"})
    took = time.monotonic() - begun
    reminders = sql.one(f"SELECT count(*) FROM messages WHERE seminar_id = '{seminar['id']}' AND kind = 'reminder'")
    assert int(reminders) == 2 * PEOPLE, reminders
    return took
