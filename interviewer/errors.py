"""Every error that the program raises on purpose, with the exit code it ends the command with.

InterviewerError
├── InputError          2  a file, a row, an answer that cannot be used (rubric faults: rubrics.faults.RubricError)
│   └── StaleError      2  a step from a page that shows what is no longer so
├── AccessError         2  someone else's data, or none at all: the two look the same from outside
│   └── UnknownError    2  nobody: who asks has not said who they are, or not rightly
├── TooManyError        2  too many attempts in too short a time
├── SettingsError       2  a setting or option that does not fit
├── ModelError          3  a model is missing, damaged or does not answer
└── StorageError        2  a file or database cannot be written or read: full disk, no permission, gone
"""

from __future__ import annotations

EXIT_DONE = 0
EXIT_REJECTED_ROWS = 1
EXIT_BAD_INPUT = 2
EXIT_MODEL_MISSING = 3
EXIT_INTERRUPTED = 130


class InterviewerError(Exception):
    """An error whose message says what is wrong, where, with which value, and what to do."""

    exit_code = EXIT_BAD_INPUT


class InputError(InterviewerError):
    """A file or a value from the user cannot be used."""


class StaleError(InputError):
    """A step was taken from a page that shows what is no longer so."""


class AccessError(InterviewerError):
    """What was asked for belongs to someone else or does not exist; the message does not say which."""


class UnknownError(AccessError):
    """Who asks is not known: no log-in, one that has ended, or a wrong password."""


class TooManyError(InterviewerError):
    """Too many attempts in too short a time."""


class SettingsError(InterviewerError):
    """A setting or option does not fit."""


class ModelError(InterviewerError):
    """A model is missing, damaged or does not answer."""

    exit_code = EXIT_MODEL_MISSING


class StorageError(InterviewerError):
    """A result cannot be written or read."""
