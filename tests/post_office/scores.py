"""What SpamAssassin thinks of mails, by its local rules alone and with no settings but its own."""

import email
import mailbox
import shutil
import subprocess
from pathlib import Path

from ground import Wrong, check

MOST = 1.0
PREFERENCES = """
use_bayes 0
use_auto_whitelist 0
report_safe 0
fold_headers 0
clear_headers
# Nobody else's server trusts ours.
score ALL_TRUSTED 0
add_header all Score _SCORE_ _TESTSSCORES(,)_
"""


def scores(ground, what, mails):
    """Answers `(name, score, rules)` for each of `(name, octets)`."""
    directory = ground.make("spamassassin", what)
    preferences = ground.write(PREFERENCES, "spamassassin", what, "user_prefs")
    box = mailbox.mbox(directory / "mails")
    for _, octets in mails:
        box.add(octets)
    box.close()
    site = ground.make("spamassassin", what, "site")
    # Which rules there are, and nothing of what this machine thinks of them.
    for plugins in Path("/etc/spamassassin").glob("*.pre"):
        shutil.copy(plugins, site)
    words = ["spamassassin", "-t", "-L", "--mbox", "--prefspath", preferences, "--siteconfigpath", site]
    with open(directory / "mails", "rb") as given, open(directory / "judged", "wb") as judged:
        ended = subprocess.run([str(word) for word in words], stdin=given, stdout=judged, stderr=subprocess.PIPE, env={
            "HOME": str(directory), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"})
    # They come back in another order.
    found = {mail["Message-ID"]: mail["X-Spam-Score"].split() for mail in mailbox.mbox(directory / "judged", create=False)}
    if ended.returncode != 0 or len(found) != len(mails):
        raise Wrong(f"SpamAssassin judged {len(found)} of {len(mails)} mails: {ended.stderr.decode()[:2000]}")
    ids = [email.message_from_bytes(octets)["Message-ID"] for _, octets in mails]
    return [(name, float(found[one][0]), found[one][1]) for (name, _), one in zip(mails, ids)]


def table(judged):
    """By kind of mail and language: how many there are, and the highest score with what it is made of."""
    kinds = {}
    for kind, score, rules in judged:
        kinds.setdefault(kind, []).append((score, rules))
    width = max(map(len, kinds))
    print(f"\n  {'mail':<{width}}  how many  highest score")
    for kind, scored in sorted(kinds.items()):
        score, rules = max(scored)
        # What counts for nothing is of no interest.
        rules = " ".join(rule for rule in rules.split(",") if abs(float(rule.partition("=")[2] or 0)) >= 0.1)
        print(f"  {kind:<{width}}  {len(scored):8}  {round(score, 1) + 0:5.1f}  {rules}".rstrip())
    above = [f"{kind}: {score} {rules}" for kind, score, rules in judged if score > MOST]
    check(f"none of {len(judged)} mails scores more than {MOST}", not above, "\n".join(above))


def of_previews(directory):
    def kind(path):
        mail, language, _ = path.name.split(".", 2)
        return f"{mail} {language}"

    return [(kind(path), path.read_bytes()) for path in sorted(Path(directory, "mails").glob("*.eml"))]
