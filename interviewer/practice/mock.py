"""The clock's part in an interview: a question is put, the one pause begins and ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from interviewer.errors import InputError
from interviewer.practice.interview import Interview


def put_question(interview: Interview, at: datetime) -> Interview:
    """The interview with the time of the question on screen running from `at`; unchanged where no clock runs."""
    if interview.timing is None or interview.stopped:
        return interview
    return replace(interview, timing=interview.timing.ask(at))


def pause(interview: Interview, at: datetime) -> Interview:
    """The interview, standing still until it is resumed.

    Raises:
        InputError: If it has ended, has no clock, is paused already or has been paused before.
    """
    if interview.stopped or interview.timing is None or interview.mode != "mock":
        raise InputError("only a mock interview that is under way can be paused; any other waits by itself")
    return replace(interview, timing=interview.timing.pause(at))


def resume(interview: Interview, at: datetime) -> Interview:
    """The interview, its clock running on from where it stood.

    Raises:
        InputError: If it is not paused, or has ended.
    """
    if interview.stopped or interview.timing is None:
        raise InputError("the interview is not paused")
    return replace(interview, timing=interview.timing.resume(at))
