"""A Maru that runs over sample data in a temporary directory, spoken to by HTTP; and the rows of its database."""

import json
import os
import urllib.error
import urllib.parse
import urllib.request
from datetime import datetime

from ground import answers, free_port, run, until
from hub import Api

# What the API does not say, and feeds do: when rows were made and changed, the UIDs of stays and bookings, and what is said of
# one seminar, person or list alone.
ROWS = """
with
  seminars as (select id, created_at, modified_at from seminars),
  stays as (select id, uid, created_at, modified_at from stays),
  bookings as (select id, uid, part, title, created_at, modified_at, state_at from bookings),
  occupancies as (select id, booking_id, room_id, part_of, blocked_from, blocked_to, state from occupancies),
  speakers as (select seminar_id, person_id, affiliation, talk_language, answered_at from speakers),
  items as (select id, seminar_id, title, starts_at, ends_at, room_id, place from seminar_items),
  replacements as (select seminar_id, by_id from replacements),
  attendances as (select seminar_id, person_id, answer, invitation_no, invited_at, answered_at, moved_up_at from attendances),
  subscriptions as (select series_id, person_id from subscriptions),
  list_items as (select list_id, what, topic, series_id, institution_id, person_id, seminar_id from list_items)
select json_build_object({})
"""
KINDS = ("seminars", "stays", "bookings", "occupancies", "speakers", "items", "replacements", "attendances", "subscriptions",
         "list_items")
ROWS = ROWS.format(", ".join(f"'{kind}', (select coalesce(json_agg(k), '[]') from {kind} k)" for kind in KINDS))


class Served:
    """`maru serve --sample-data` on a free port, with an administrator's token."""

    def __init__(self, ground, program):
        self.program, self.data, self.port = program, ground.make("maru"), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.variables = {
            **{name: value for name, value in os.environ.items() if not name.startswith("MARU_") and name != "DATABASE_URL"},
            "MARU_DATA_DIR": str(self.data), "MARU_LISTEN": f"127.0.0.1:{self.port}", "MARU_PUBLIC_URL": self.url,
            "MARU_LOG": "warn",
        }
        ground.start("maru", program, "serve", "--sample-data", env=self.variables)
        until("Maru listens", lambda: answers(self.port), 180)
        # It listens before the sample data is there, and answers afterwards.
        until("Maru is ready", lambda: self.fetch("/health/ready")[0] == 200, 180)
        self.api = Api(self.url, self.command("token", "--email", "judge@hub.example", "--role", "administrator"))

    def command(self, *words):
        return run(self.program, *words, env=self.variables).strip()

    def refused(self, method, path, octets):
        """The status with which the API answers a body that is written by hand."""
        request = urllib.request.Request(f"{self.url}/api/v1{path}", octets, method=method, headers={
            "Authorization": f"Bearer {self.api.token}", "Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code

    def all(self, path, **query):
        """Every item of a list, page by page."""
        items, after = [], None
        while True:
            asked = urllib.parse.urlencode({**query, "limit": 200, **({"after": after} if after else {})})
            page = self.api.get(f"{path}?{asked}")
            items += page["items"]
            after = page["next"]
            if not after:
                return items

    def fetch(self, path, **headers):
        """Status, headers and octets, as a client without a memory gets them."""
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.url + path, headers=headers)
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()

    def rows(self):
        """What the database alone knows, by kind."""
        home = self.data / "postgres"
        socket = (home / "data" / "postmaster.pid").read_text().splitlines()[4]
        said = run("psql", "-X", "-At", "-U", "maru", "-d", "maru", "-h", socket, "-c", ROWS,
                   env={**os.environ, "PGPASSWORD": (home / "password").read_text().strip(), "PGOPTIONS": "-c timezone=UTC",
                        "PGCLIENTENCODING": "UTF8"})
        return json.loads(said)


def instant(text):
    return datetime.fromisoformat(text) if text else None
