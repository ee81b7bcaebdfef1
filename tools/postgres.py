"""A PostgreSQL cluster of our own for tests: unprivileged, on a free loopback port, in a temporary
folder, gone afterwards. As a program it runs a command with RIMLIG_TEST_POSTGRES set:

    python3 tools/postgres.py build/dev/src/kernel/test_kernel
"""
import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path


def bin_folder():
    return next((p for p in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True) if (p / "initdb").exists()), None)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def cluster():
    """Yields a libpq conninfo string, or None when PostgreSQL is not installed or does not start."""
    programs = bin_folder()
    if programs is None:
        yield None
        return
    # PostgreSQL refuses to run as root, so root lends it the account that the Debian package made.
    user = pwd.getpwnam("postgres") if os.getuid() == 0 else None
    as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    folder = Path(tempfile.mkdtemp(prefix="rimlig-pg-"))
    try:
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)
        data, port = folder / "data", free_port()

        def call(*command):
            return subprocess.run([str(c) for c in command], cwd=folder, stdin=subprocess.DEVNULL, text=True, errors="replace",
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **as_user)

        made = call(programs / "initdb", "-D", data, "-U", "rimlig", "-A", "trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8")
        options = (f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} "
                   "-c fsync=off -c full_page_writes=off -c max_connections=60 -c shared_buffers=64MB")
        # The log goes to a file: a server that inherited our pipe would keep us waiting for its end.
        started = made if made.returncode else call(programs / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-t", "60", "-o", options, "start")
        if started.returncode:
            print(started.stdout, (folder / "log").read_text() if (folder / "log").exists() else "")
            yield None
            return
        try:
            call(programs / "createdb", "-h", "127.0.0.1", "-p", port, "-U", "rimlig", "rimlig")
            yield f"host=127.0.0.1 port={port} user=rimlig dbname=rimlig"
        finally:
            call(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    with cluster() as conninfo:
        if conninfo is None:
            sys.exit("PostgreSQL could not be started")
        sys.exit(subprocess.call(sys.argv[1:], env={**os.environ, "RIMLIG_TEST_POSTGRES": conninfo}))
