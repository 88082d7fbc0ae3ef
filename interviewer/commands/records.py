"""`interviewer records`: who is in the store, all of one person's data out of it, all of it gone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interviewer.batch.storage import write_whole, writing
from interviewer.errors import InputError
from interviewer.settings import load_settings

if TYPE_CHECKING:
    from interviewer.records.store import Store

app = typer.Typer(name="records", no_args_is_help=True, help="What is kept: list, export or delete a person's data.")

Who = Annotated[
    str | None, typer.Argument(metavar="[PERSON]", help="Id from `list`; default: the person of this machine.")
]


@app.command("list")
def list_people() -> None:
    """Show everyone in the store with the number of their interviews, and where the store is."""
    from interviewer.records.ledger import Ledger

    store, place = _open()
    typer.echo(f"kept in {place}", err=True)
    ledger = Ledger(store)
    for person in store.people():
        past = ledger.past(person.id)
        name = person.name or ("(this machine)" if person.login == "@local" else person.login or "-")
        last = max((one.started for one in past), default=person.created).date()
        typer.echo(f"{person.id}  {person.role:9}  {len(past):4} interviews  last {last}  {name}")


@app.command()
def export(
    person: Who = None,
    output: Annotated[Path | None, typer.Option(help="File to write; default: standard output.")] = None,
) -> None:
    """Write everything that is kept of a person as one JSON document."""
    store, _ = _open()
    document = json.dumps(store.export(person or store.local_person().id), ensure_ascii=True, indent=1)
    if output is None:
        typer.echo(document)
        return
    with writing(output):
        write_whole(output, (document + "\n").encode())
    typer.echo(f"written to {output}", err=True)


@app.command()
def delete(
    person: Who = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
) -> None:
    """Delete everything that is kept of a person, for good."""
    store, place = _open()
    identity = person or store.local_person().id
    count = len(store.export(identity)["interviews"])  # type: ignore[arg-type]
    if not yes and not typer.confirm(f"Delete {count} interviews of {identity} from {place} for good?", err=True):
        raise InputError("nothing was deleted")
    store.delete(identity)
    typer.echo(f"deleted {identity} with {count} interviews", err=True)


@app.command()
def role(
    person: Annotated[str, typer.Argument(help="Id from `list`.")],
    name: Annotated[str, typer.Argument(help="candidate or reviewer.")],
) -> None:
    """Make a person a reviewer, who may look at interviews and override verdicts, or a candidate again."""
    if name not in ("candidate", "reviewer"):
        raise InputError(f"there is no role {name!r}: give candidate or reviewer")
    store, _ = _open()
    store.set_role(person, "reviewer" if name == "reviewer" else "candidate")
    typer.echo(f"{person} is a {name}", err=True)


def _open() -> tuple[Store, str]:
    """The store that the settings name, and the place as it may be shown."""
    from interviewer.records.database import shown
    from interviewer.records.store import open_store

    place = load_settings().records
    return open_store(place), shown(place)
