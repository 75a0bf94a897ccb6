"""Serving the application over HTTP, for `demo` and `serve`."""

from __future__ import annotations

import argparse
import errno
import os
import socket

from throughline.project.problem import Problem


def address_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds `--host` and `--port`."""
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")


def refuse_taken_port(host: str, port: int) -> None:
    """Does nothing if the application could listen there now.

    :raises Problem: another program listens there, or this user may not.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
    except (OSError, OverflowError) as error:
        raise Problem(
            f"Cannot listen on port {port}.",
            where=f"{host}:{port}",
            why=_reason(error),
            next_step="stop the other program, or choose another port, for example `--port 8123`.",
        ) from error


def listen(host: str, port: int) -> None:
    """Serves until interrupted. Django must be set up by the environment; the database must run."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "throughline.project.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=int(os.environ.get("THROUGHLINE_WORKERS", "2")),
        blocking_threads=int(os.environ.get("THROUGHLINE_THREADS", "4")),
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
    ).serve()


def _reason(error: OSError | OverflowError) -> str:
    if isinstance(error, OverflowError):
        return "a port is a number from 0 to 65535."
    if error.errno == errno.EADDRINUSE:
        return "another program already listens there."
    if error.errno == errno.EACCES:
        return "ports below 1024 need special rights."
    return error.strerror or str(error)
