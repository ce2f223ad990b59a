"""Commands that look after the store: `migrate`, `verify`, `backup`, `restore`."""

from __future__ import annotations

import argparse
from pathlib import Path

from digest.cli.common import Commands, command, database_url, opened, with_database


def register(commands: Commands) -> None:
    """Declare the commands of this family."""
    with_database(command(commands, "migrate", run_migrate, "bring the store to this version"))
    with_database(command(commands, "verify", run_verify, "check that the store is whole"))
    backup = command(commands, "backup", run_backup, "copy the store in use to a file")
    backup.add_argument("file", type=Path)
    restore = command(commands, "restore", run_restore, "put a backup in the place of the store")
    restore.add_argument("file", type=Path)
    restore.add_argument("--yes", action="store_true", help="replace a store that holds articles")
    for parser in (backup, restore):
        with_database(parser)


def run_migrate(arguments: argparse.Namespace) -> int:
    """Apply the missing migrations."""
    from digest.store.database import Database
    from digest.store.migrate import revisions, upgrade

    database = Database.open(database_url(arguments), migrate=False)
    try:
        changed = upgrade(database)
        print(f"{'migrated to' if changed else 'already at'} {revisions(database)[0]}")
    finally:
        database.close()
    return 0


def run_verify(arguments: argparse.Namespace) -> int:
    """Check the store; 1 when something is wrong."""
    with opened(arguments) as service:
        findings = service.library.check()
    for finding in findings:
        print(finding)
    print("the store is whole" if not findings else f"{len(findings)} findings")
    return 1 if findings else 0


def run_backup(arguments: argparse.Namespace) -> int:
    """Write a verified copy."""
    with opened(arguments) as service:
        size = service.library.backup(arguments.file)
    print(f"{arguments.file}: {size} bytes, opened and checked")
    return 0


def run_restore(arguments: argparse.Namespace) -> int:
    """Read a copy back."""
    with opened(arguments) as service:
        count = service.library.restore(arguments.file, replace=arguments.yes)
    print(f"{count} articles restored")
    return 0
