"""Every error that the program raises on purpose, with the exit code it ends the command with.

InterviewerError
├── InputError          2  a file, a row, an answer that cannot be used (rubric faults: rubrics.faults.RubricError)
├── SettingsError       2  a setting or option that does not fit
├── ModelError          3  a model is missing, damaged or does not answer
└── StorageError        2  a file cannot be written: full disk, no permission
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


class SettingsError(InterviewerError):
    """A setting or option does not fit."""


class ModelError(InterviewerError):
    """A model is missing, damaged or does not answer."""

    exit_code = EXIT_MODEL_MISSING


class StorageError(InterviewerError):
    """A result cannot be written."""
