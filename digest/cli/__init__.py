"""The command `digest`: arguments in, one use case called, text or JSON lines out.

Every command family is a module with `register(commands)`; nothing heavy is imported before a
command runs, so that `--help` answers at once. Results go to standard output, progress, doubts and
errors to standard error; the exit status is 0, 1 when anything failed, 2 for wrong usage.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from digest.cli import following, library, pages, store
from digest.errors import DigestError

FAMILIES = (pages, library, following, store)


def parser() -> argparse.ArgumentParser:
    """The whole command line of `digest`."""
    root = argparse.ArgumentParser(
        prog="digest", description="Newspaper pages in, articles and digests out."
    )
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for family in FAMILIES:
        family.register(commands)
    return root


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give back its exit status."""
    arguments = parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except DigestError as error:
        print(f"digest: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader went away (`digest export | head`): leave without a word, as filters do.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
