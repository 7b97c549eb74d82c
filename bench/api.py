"""Maru's JSON API."""

import http.client
import json


class Api:
    """As whoever has the token."""

    def __init__(self, port: int, token: str):
        self.port, self.token = port, token

    def __call__(self, method: str, path: str, body=None):
        """The body of a good answer; any other is an error."""
        headers = {"Authorization": f"Bearer {self.token}"}
        if body is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(body)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, f"/api/v1{path}", body, headers)
            answer = connection.getresponse()
            said = answer.read()
        finally:
            connection.close()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {said.decode()[:1000]}")
        return json.loads(said) if said else None
