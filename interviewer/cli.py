"""The `interviewer` command: assembles the command groups and maps our errors to their exit codes."""

from __future__ import annotations

import sys

import typer

from interviewer.commands import (
    accounts,
    audit,
    doctor,
    evaluate,
    export,
    grade,
    import_,
    mcp,
    models,
    records,
    regrade,
    review,
    rubrics,
    serve,
    similar,
    train,
)
from interviewer.errors import EXIT_BAD_INPUT, EXIT_INTERRUPTED, InterviewerError
from rubrics.faults import RubricError

app = typer.Typer(
    name="interviewer",
    help="Practice for technical interviews with a grader you can check.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
app.command()(serve.serve)
app.command()(mcp.mcp)
app.command(name="import")(import_.import_answers)
app.command()(grade.grade)
app.command()(regrade.regrade)
app.command()(review.review)
app.command()(similar.similar)
app.command()(export.export)
app.command()(evaluate.evaluate)
app.command()(audit.audit)
app.command()(train.train)
app.command()(doctor.doctor)
app.add_typer(rubrics.app, name="rubrics")
app.add_typer(models.app, name="models")
app.add_typer(records.app, name="records")
app.add_typer(accounts.app, name="accounts")


def main() -> None:
    """Run the command; results on stdout, all else on stderr, no traceback for our own errors."""
    try:
        app()
    except RubricError as fault:
        print(fault, file=sys.stderr)
        raise SystemExit(EXIT_BAD_INPUT) from fault
    except InterviewerError as fault:
        print(fault, file=sys.stderr)
        raise SystemExit(fault.exit_code) from fault
    except KeyboardInterrupt as stopped:
        print("stopped", file=sys.stderr)
        raise SystemExit(EXIT_INTERRUPTED) from stopped
