"""A Postfix of our own. What concerns Maru in its configuration is read from docs/OPERATING.md: what stands there is what
is proved here."""

import os
import re
import smtplib
from email import policy
from pathlib import Path

from ground import Wrong, answers, free_port, run, until

MANUAL = Path(__file__).parents[2] / "docs" / "OPERATING.md"
SERVICES = """
cleanup    unix  n  -  n  -  0  cleanup
qmgr       unix  n  -  n  300  1  qmgr
tlsmgr     unix  -  -  n  1000?  1  tlsmgr
rewrite    unix  -  -  n  -  -  trivial-rewrite
bounce     unix  -  -  n  -  0  bounce
defer      unix  -  -  n  -  0  bounce
trace      unix  -  -  n  -  0  bounce
verify     unix  -  -  n  -  1  verify
flush      unix  n  -  n  1000?  0  flush
proxymap   unix  -  -  n  -  -  proxymap
error      unix  -  -  n  -  -  error
retry      unix  -  -  n  -  -  error
local      unix  -  n  n  -  -  local
lmtp       unix  -  -  n  -  -  lmtp
anvil      unix  -  -  n  -  1  anvil
scache     unix  -  -  n  -  1  scache
postlog    unix-dgram  n  -  n  -  1  postlogd
"""


class Manual:
    """The examples of the manual, with the places and names of this play in them."""

    def __init__(self, places):
        text = MANUAL.read_text()
        section = re.search(r"^## Mail that comes in\n(.*?)^## ", text, re.M | re.S).group(1)
        blocks = re.findall(r"(?:^    .*\n)+", section, re.M)
        self.blocks = [self.here(re.sub("^    ", "", block, flags=re.M), places) for block in blocks]

    @staticmethod
    def here(block, places):
        for there, here in places.items():
            block = block.replace(there, str(here))
        return block

    def block(self, begin):
        for block in self.blocks:
            if block.startswith(begin):
                return block
        raise Wrong(f"docs/OPERATING.md has an example that begins with “{begin}”")


class Postfix:
    def __init__(self, ground, tls, lmtp_port, hub):
        self.ground, self.port = ground, free_port()
        self.lmtp = f"lmtp:inet:127.0.0.1:{lmtp_port}"
        self.etc, queue = ground.make("postfix", "etc"), ground.make("postfix", "queue")
        data = ground.make("postfix", "data", owner=("postfix", "postfix"))
        self.log = ground.path("postfix", "mail.log")
        self.manual = Manual({
            "/etc/postfix/transport": self.etc / "transport", "hub.example": "hub.test",
            "/usr/bin/maru": hub.program, "/etc/maru/maru.toml": hub.settings, "/var/lib/maru": hub.data,
            "user=maru": f"user={hub.user}", "default_privs = maru": f"default_privs = {hub.user}",
        })
        database = run("postconf", "-d", "-h", "default_database_type").strip()
        self.aliases = f"{database}:{self.etc / 'aliases'}"
        self.main = {
            "compatibility_level": "3.6", "queue_directory": queue, "data_directory": data,
            "maillog_file": self.log, "maillog_file_prefixes": ground.dir,
            "inet_interfaces": "127.0.0.1", "inet_protocols": "ipv4", "mynetworks": "127.0.0.0/8",
            "myhostname": "mail.hub.test", "myorigin": "hub.test", "mydestination": "hub.test",
            "alias_maps": self.aliases, "alias_database": self.aliases,
            # Accepted for everyone there: who is nobody bounces later, as behind a gateway.
            "virtual_mailbox_domains": "uni.test", "virtual_transport": self.lmtp,
            "default_transport": "error:nothing leaves this machine", "smtp_dns_support_level": "disabled",
            "smtpd_tls_security_level": "may", "smtpd_tls_cert_file": tls / "server.pem",
            "smtpd_tls_key_file": tls / "server.key", "smtpd_tls_received_header": "yes",
            "smtpd_peername_lookup": "no", "notify_classes": "", "message_size_limit": "26214400",
        }

    def configure(self, way):
        """How mail to the hub reaches it: by the pipe of a transport, by an alias, or as a mailbox."""
        extra, services, transport, aliases = "", "", "", self.manual.block("hub: root")
        if way == "pipe":
            extra = self.manual.block("recipient_delimiter")
            services, transport = self.manual.block("maru  unix"), self.manual.block("hub@hub.test")
        elif way == "alias":
            extra = "recipient_delimiter = +\n" + self.manual.block("default_privs")
            aliases = self.manual.block('hub: "|')
        else:
            extra = f"recipient_delimiter = +\ntransport_maps = texthash:{self.etc / 'transport'}\n"
            transport = f"hub@hub.test {self.lmtp}\n"
        said = {line.split("=")[0].strip() for line in extra.splitlines()}
        ours = "".join(f"{name} = {value}\n" for name, value in self.main.items() if name not in said)
        (self.etc / "main.cf").write_text(ours + extra)
        (self.etc / "master.cf").write_text(f"127.0.0.1:{self.port} inet n - n - - smtpd{SERVICES}{services}")
        (self.etc / "transport").write_text(transport)
        (self.etc / "aliases").write_text(aliases)
        run("postalias", "-c", self.etc, self.aliases)

    def start(self):
        # The program that stays, and none that only calls it: it ends with all its own when it is told to.
        master = run("postconf", "-d", "-h", "daemon_directory").strip() + "/master"
        run("postfix", "-c", self.etc, "check")
        self.ground.start("postfix", master, "-c", self.etc, "-d")
        until("Postfix answers", lambda: answers(self.port))

    def change_to(self, way):
        self.configure(way)
        run("postfix", "-c", self.etc, "reload")

    def take(self, sender, recipient, message):
        """Hands over a mail as its writer's program does."""
        with smtplib.SMTP("127.0.0.1", self.port) as smtp:
            smtp.sendmail(sender, [recipient], message.as_bytes(policy=policy.SMTP))

    def queue(self):
        """Who waits, and why."""
        return run("postqueue", "-c", self.etc, "-j")
