"""A real Maru: `maru serve` as an unprivileged user over a fresh data directory, spoken to by HTTP as its users do."""

import http.cookiejar
import json
import re
import shutil
import urllib.error
import urllib.parse
import urllib.request

from ground import Wrong, answers, free_port, run, until

# Whom Debian has for what needs nobody's rights.
USER, GROUP = "nobody", "nogroup"
AS_USER = ("setpriv", f"--reuid={USER}", f"--regid={GROUP}", "--clear-groups", "env", "-i", "PATH=/usr/bin:/bin", "LANG=C.UTF-8")


class Hub:
    user = USER

    def __init__(self, ground, program):
        self.ground, self.port = ground, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        # Where the tree lies, that user may not be able to go.
        self.program = ground.make("bin") / "maru"
        shutil.copy(program, self.program)
        self.data = ground.make("maru", owner=(USER, GROUP), mode=0o700)
        self.settings = ground.path("maru.toml")

    def configure(self, **settings):
        """Writes the settings file, as only root and Maru may read it."""
        lines = [f'{key} = "{value}"\n' for key, value in settings.items()]
        self.settings.write_text("".join(lines))
        shutil.chown(self.settings, "root", GROUP)
        self.settings.chmod(0o640)

    def variables(self, **more):
        given = {"MARU_CONFIG": self.settings, "MARU_DATA_DIR": self.data, "MARU_LISTEN": f"127.0.0.1:{self.port}", **more}
        return [f"{name}={value}" for name, value in given.items()]

    def start(self, **more):
        words = (*AS_USER, *self.variables(**more), self.program, "serve")
        self.process = self.ground.start("maru", *words)
        until("Maru answers", lambda: answers(self.port))

    def stop(self):
        self.ground.end(self.process)

    def command(self, *arguments, **more):
        """What a command prints, run beside the service by its user."""
        quiet = {"MARU_LOG": "error", **more}
        return run(*AS_USER, *self.variables(**quiet), self.program, *arguments).strip()

    def api(self, email, *more):
        return Api(self.url, self.command("token", "--email", email, *more))

    def browser(self, email, role):
        browser = Browser(self.url)
        browser.sign_in(self.command("sign-in-link", "--email", email, "--role", role))
        return browser


class Api:
    def __init__(self, url, token):
        self.url, self.token = url, token

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/api/v1{path}", data, method=method)
        request.add_header("Authorization", f"Bearer {self.token}")
        request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise Wrong(f"{method} {path}: {error.code} {error.read().decode()}") from None

    def get(self, path):
        return self.call("GET", path)

    def post(self, path, **body):
        return self.call("POST", path, body)

    def patch(self, path, **body):
        return self.call("PATCH", path, body)

    def messages(self, **wanted):
        """What goes out, the latest first."""
        items, after = [], None
        while True:
            query = {**wanted, "limit": 200, **({"after": after} if after else {})}
            page = self.get(f"/messages?{urllib.parse.urlencode(query)}")
            items += page["items"]
            after = page["next"]
            if not after:
                return items


class Browser:
    """Pages and their forms."""

    def __init__(self, url):
        self.url = url
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(cookies)

    def page(self, path):
        with self.opener.open(self.url + path) as answer:
            return answer.read().decode()

    def send(self, path, **fields):
        """Fills in the form of the page `path` and sends it there."""
        hidden = re.search(r'name="csrf" value="([^"]+)"', self.page(path)).group(1)
        data = urllib.parse.urlencode({"csrf": hidden, **fields}).encode()
        with self.opener.open(self.url + path, data) as answer:
            return answer.read().decode()

    def sign_in(self, link):
        self.send(urllib.parse.urlsplit(link).path)
