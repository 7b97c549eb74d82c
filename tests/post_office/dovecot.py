"""A Dovecot of our own: everyone's mailbox, filled by LMTP and read by IMAP as a mail program reads it."""

import email
import imaplib
from email import policy

from ground import answers, free_port, until

PASSWORD = "sample"
# Of these one has no room left, and the hub's own is used where Maru asks for its mail.
PEOPLE = {
    "organiser@uni.test": "", "marie@uni.test": "", "hong@uni.test": "", "sam@uni.test": "", "rooms@uni.test": "",
    "full@uni.test": "userdb_quota_rule=*:bytes=100", "hub@hub.test": "",
}
SETTINGS = """
base_dir = {run}
state_dir = {run}
log_path = {log}
instance_name = maru-post-office
protocols = imap lmtp
listen = 127.0.0.1
ssl = yes
ssl_cert = <{tls}/server.pem
ssl_key = <{tls}/server.key
disable_plaintext_auth = no
recipient_delimiter = +
first_valid_uid = 1
mail_location = maildir:{mail}/%u
mail_plugins = quota
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {users}
}}
userdb {{
  driver = passwd-file
  args = username_format=%u {users}
  default_fields = uid={user} gid={group} home={mail}/%u
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
plugin {{
  quota = maildir:Room
}}
protocol lmtp {{
  postmaster_address = postmaster@uni.test
  mail_plugins = quota
}}
"""


class Dovecot:
    def __init__(self, ground, tls, owner):
        self.ground = ground
        self.imap, self.imaps, self.lmtp = free_port(), free_port(), free_port()
        mail = ground.make("mailboxes", owner=owner)
        users = "".join(f"{name}:{{PLAIN}}{PASSWORD}::::::{more}\n" for name, more in PEOPLE.items())
        users = ground.write(users, "dovecot", "users")
        run_dir = ground.make("dovecot", "run")
        settings = SETTINGS.format(
            run=run_dir, log=ground.path("dovecot", "dovecot.log"), tls=tls, mail=mail, users=users, user=owner[0],
            group=owner[1], imap=self.imap, imaps=self.imaps, lmtp=self.lmtp,
        )
        self.settings = ground.write(settings, "dovecot", "dovecot.conf")

    def start(self):
        self.ground.start("dovecot", "dovecot", "-F", "-c", self.settings)
        until("Dovecot answers", lambda: answers(self.imap) and answers(self.lmtp))

    def mails(self, name, unseen=False):
        """What lies in someone's mailbox, the oldest first, as it arrived."""
        with imaplib.IMAP4("127.0.0.1", self.imap) as client:
            client.login(name, PASSWORD)
            client.select("INBOX", readonly=True)
            _, found = client.search(None, "UNSEEN" if unseen else "ALL")
            mails = []
            for number in found[0].split():
                _, data = client.fetch(number, "(BODY.PEEK[])")
                mails.append(data[0][1])
            return mails

    def read(self, name):
        return [Letter(octets) for octets in self.mails(name)]


class Letter:
    """A mail as it lies in a mailbox."""

    def __init__(self, octets):
        self.octets = octets
        self.mail = email.message_from_bytes(octets, policy=policy.default)

    def __getitem__(self, name):
        value = self.mail[name]
        return None if value is None else str(value)

    @property
    def id(self):
        """The row that it was made of."""
        return self["Message-ID"].strip("<>").split("@")[0]

    def shape(self):
        """Its parts, in order, with what programs go by."""
        return [told(part) for part in self.mail.walk()]

    def part(self, kind):
        return next(part for part in self.mail.walk() if part.get_content_type() == kind)

    def text(self):
        return self.part("text/plain").get_content()


def told(part):
    words = [part.get_content_type()]
    for name in ("charset", "method", "name"):
        value = part.get_param(name)
        if value:
            words.append(f"{name}={value}")
    if part.get_content_disposition():
        words.append(f"{part.get_content_disposition()} {part.get_filename()}")
    return " ".join(words)
