"""
How the web server runs: `gunicorn --config python:config.web config.wsgi:application`.

All processes take from one listening socket, each when it is free, one request at a time: whoever
came first is served first, and no process idles while somebody waits behind another. With a socket
for each process the kernel deals connections by lot, and one answer in twenty took twice as long.
"""

from __future__ import annotations

import socket
from pathlib import Path
from typing import TYPE_CHECKING

from config import env

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter

bind = f"{env.text('HOST') or '127.0.0.1'}:{env.integer('PORT', 8000, least=1, most=65535)}"
workers = env.integer("WEB_WORKERS", 2, least=1, most=64)
worker_class = "sync"
preload_app = True  # the code is read once, and the processes share its memory
timeout = 120  # seconds; the longest answer is the workbook of a whole city
graceful_timeout = 15
keepalive = 0
control_socket_disable = True
_memory = Path("/dev/shm")
worker_tmp_dir = str(_memory) if _memory.is_dir() else None  # a sign of life waits for no disk

SILENT = 90  # seconds; browsers give up connections that they opened in advance before that


def when_ready(server: Arbiter) -> None:
    """
    Leave connections with the kernel until their request has come.

    Browsers open some in advance and say nothing on them; each would hold a process.
    """
    if hasattr(socket, "TCP_DEFER_ACCEPT"):  # Linux
        for listener in server.LISTENERS:
            listener.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, SILENT)
