"""`interviewer accounts`: who may log in to a server with accounts, as what, with which password."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from interviewer.settings import load_settings

if TYPE_CHECKING:
    from interviewer.records.accounts import Accounts

app = typer.Typer(name="accounts", no_args_is_help=True, help="Who may log in to `interviewer serve --auth`.")


class RoleName(StrEnum):
    """What a person may do."""

    candidate = "candidate"
    reviewer = "reviewer"


Login = Annotated[str, typer.Argument(metavar="NAME", help="The name to log in with.")]
Piped = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input, in place of asking for it.")
]


@app.command()
def add(
    login: Login,
    name: Annotated[str, typer.Option(help="As the person wishes to be called.")] = "",
    role: Annotated[RoleName, typer.Option(help="A reviewer may override verdicts.")] = RoleName.candidate,
    password_stdin: Piped = False,
) -> None:
    """Add an account; its password is asked for."""
    person = _accounts().add(login, _password(password_stdin), name, role.value)
    typer.echo(f"{person.login} may log in, as a {person.role}", err=True)


@app.command()
def password(login: Login, password_stdin: Piped = False) -> None:
    """Set another password, which is asked for; every log-in of the account ends."""
    _accounts().set_password(login, _password(password_stdin))
    typer.echo(f"{login} has a new password and is logged out everywhere", err=True)


@app.command()
def role(login: Login, name: Annotated[RoleName, typer.Argument(help="candidate or reviewer.")]) -> None:
    """Make an account a reviewer, who may override verdicts, or a candidate again."""
    _accounts().set_role(login, name.value)
    typer.echo(f"{login} is a {name.value}", err=True)


def _password(is_piped: bool) -> str:
    if is_piped:
        return sys.stdin.readline().rstrip("\r\n")
    given: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return given


def _accounts() -> Accounts:
    from interviewer.records.accounts import Accounts
    from interviewer.records.store import open_store

    return Accounts(open_store(load_settings().records))
