"""A mail server on the loopback that can go wrong at each step; what it took is the oracle."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class MailServer:
    """Where it listens, the letters it took, and at which step it goes wrong, and how."""

    url: str = ""
    letters: list[tuple[str, EmailMessage]] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)  # RCPT, DATA or TAKEN: an answer or "drop"


class _Conversation(socketserver.StreamRequestHandler):
    mail: MailServer

    def handle(self) -> None:
        self._say("220 ready")
        to = ""
        while line := self.rfile.readline():
            verb = line[:4].decode().strip().upper()
            if verb == "QUIT":
                self._say("221 bye")
                return
            if verb == "RCPT":
                to = line.decode().partition("<")[2].partition(">")[0]
            fault = self.mail.faults.get(verb)
            if fault == "drop":
                return
            if verb == "DATA" and not fault:
                if not self._take(to):
                    return
                continue
            self._say(fault or "250 ok")

    def _take(self, to: str) -> bool:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            assert line.endswith(b"\r\n")
            lines.append(line)
        fault = self.mail.faults.get("TAKEN")
        if fault and fault != "drop":
            self._say(fault)
            return True
        letter = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.mail.letters.append((to, letter))
        if fault:
            return False  # taken, and the line breaks before the answer
        self._say("250 taken")
        return True

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Run a mail server in a thread of its own."""
    mail = MailServer()
    handler = type("Conversation", (_Conversation,), {"mail": mail})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        mail.url = f"smtp://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield mail
        finally:
            server.shutdown()
            thread.join()
