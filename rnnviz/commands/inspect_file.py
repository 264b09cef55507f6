"""rnnviz inspect: what a file is, and what is wrong with it."""

import json
from argparse import Namespace

from rnnviz.commands.command_error import DONE, WRONG_WORDS, CommandError, Say
from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.kinds_of_files import report


def run(arguments: Namespace, say: Say) -> int:
    """Say it for people, or as one JSON object. Where something is wrong, the status is not 0."""
    try:
        found = report(arguments.file)
    except FileError as error:
        raise CommandError(str(error), WRONG_WORDS) from error
    if arguments.json:
        said = {"kind": found.kind, "facts": dict(found.facts), "wrong": found.wrong}
        say(json.dumps(said, indent=2, ensure_ascii=False))
        return WRONG_WORDS if found.wrong else DONE
    if found.wrong:
        raise CommandError(f"{found.kind}: {found.wrong}", WRONG_WORDS)
    say(f"{arguments.file}: {found.kind}")
    for title, text in found.facts:
        say(f"  {title}: {text}")
    return DONE
