"""What goes in and out of the HTTP API, as pydantic models; their descriptions are the OpenAPI document's."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from interviewer.practice.interview import Mode
from interviewer.practice.turn import Stage
from ui.desk import LONGEST_ANSWER

Spot = Annotated[
    str | None,
    Field(
        description="Where the interview stood when you looked, from `spot`; if it has moved on since, the step is "
        "refused with 409. Leave it out to take the step wherever the interview stands."
    ),
]
Text = Annotated[str, Field(min_length=1, max_length=LONGEST_ANSWER, description="The answer, as you would say it.")]
Percent = Annotated[float, Field(ge=0, le=100, description="0 to 100.")]
StepName = Literal["hint", "skip", "retry", "reference", "next", "finish", "pause", "resume"]


class Given(BaseModel):
    """What a client sends; a field that is not known is refused."""

    model_config = ConfigDict(extra="forbid")


class Fault(BaseModel):
    """Why something was refused."""

    error: str = Field(description="One sentence: what is wrong and what to do.")


class AskedQuestion(BaseModel):
    """A question as a candidate sees it: nothing of its rubric."""

    id: str = Field(description="Unique, in small letters.")
    number: int | None = Field(description="Its place in the list; null where it has none.")
    level: str | None = Field(description="beginner, intermediate, advanced or null.")
    topic: str | None = Field(description="What it is about; null where that is not said.")
    question: str = Field(description="What is asked.")


class BeginInterview(Given):
    """Which interview to begin."""

    mode: Literal["practice", "mock"] = Field(
        "practice", description="practice shows each grade at once, mock is timed and shows nothing until its end."
    )
    levels: list[str] = Field([], description="Levels to ask from; empty for all.")
    topics: list[str] = Field([], description="Topics to ask from; empty for all.")
    count: int | None = Field(None, ge=1, description="How many questions at random, at most; null for all that fit.")


class GiveAnswer(Given):
    """An answer to the question that is asked now."""

    answer: Text
    predicted: Percent | None = Field(None, description="The score you expect, 0 to 100, before you see it.")
    spot: Spot = None


class GiveFollowUp(Given):
    """An answer to the follow-up question."""

    answer: Text
    spot: Spot = None


class TakeStep(Given):
    """Something to do at the question that is asked now."""

    step: StepName = Field(
        description="hint (costs 5 points), skip, retry (the same question again), reference (shows the reference "
        "answer; attempts from then on do not count), next, finish, pause and resume (mock interviews, once)."
    )
    spot: Spot = None


class Appeal(Given):
    """'I did say this': one key point is examined again in the words that you mark."""

    question_id: str = Field(description="Of the question.")
    attempt: int = Field(ge=0, description="Number of the attempt, from 0.")
    key_point: str = Field(description="Id of the key point.")
    start: int = Field(ge=0, description="Where your words begin in the answer, in characters.")
    end: int = Field(ge=0, description="Where they end.")


class FollowUpQuestion(BaseModel):
    """One more question on the heaviest point that was missed or contradicted."""

    key_point: str = Field(description="Id of the key point.")
    question: str = Field(description="What is asked.")


class InterviewState(BaseModel):
    """Where an interview stands."""

    id: str = Field(description="Of the interview.")
    mode: Mode = Field(description="practice, mock or review.")
    spot: str = Field(description="A word for where it stands; send it with the next step.")
    ended: bool = Field(description="Whether it has come to its end.")
    paused: bool = Field(description="Whether its clock stands still.")
    place: int = Field(description="Number of the current question, from 1.")
    questions: int = Field(description="How many there are.")
    stage: Stage = Field(description="asked (awaits an answer), answered (awaits its grade), graded or skipped.")
    question: AskedQuestion = Field(description="The current question.")
    hints: list[str] = Field(description="The hints taken for it.")
    attempts: list[dict[str, Any]] = Field(
        description="The attempts at it, oldest first: answer, score, first_score, grade with verdicts and evidence, "
        "revisions, follow_up. Empty in a mock interview until its end."
    )
    follow_up: FollowUpQuestion | None = Field(description="The follow-up question, if one is asked now.")
    reference_answer: str | None = Field(description="Null until it has been shown.")
    question_seconds_left: float | None = Field(description="Null where no clock runs.")
    seconds_left: float | None = Field(description="Of the whole interview; null where no clock runs.")


class HistoryEntry(BaseModel):
    """An interview in one line."""

    id: str = Field(description="Of the interview.")
    mode: Mode = Field(description="practice, mock or review.")
    started: datetime = Field(description="When it was begun.")
    ended: datetime | None = Field(description="When it came to its end; null while it is under way.")
    score: Percent | None = Field(description="Its report's score; null where there is none yet.")
    answered: int = Field(description="How many questions have an answer.")
    questions: int = Field(description="How many there are.")


class GroupScore(BaseModel):
    """The mean of the latest scores of a topic's or level's questions."""

    group: str = Field(description="The topic or the level.")
    score: Percent = Field(description="0 to 100.")
    questions: int = Field(description="How many have been answered.")


class OpenMisconception(BaseModel):
    """A key point that an answer contradicted."""

    question_id: str = Field(description="Of the question.")
    key_point: str = Field(description="Id of the key point.")
    statement: str = Field(description="What is right.")
    said: str = Field(description="The words that contradicted it.")
    opened: datetime = Field(description="When.")
    closed: datetime | None = Field(description="When a later answer covered it; null while it is open.")


class Prediction(BaseModel):
    """A score that was predicted, and what came of it."""

    question_id: str = Field(description="Of the question.")
    at: datetime = Field(description="When.")
    predicted: Percent
    actual: Percent


class ProgressOverTime(BaseModel):
    """What all interviews of a person say together."""

    interviews: list[HistoryEntry] = Field(description="Every interview, the latest first.")
    topics: list[GroupScore] = Field(description="By topic.")
    levels: list[GroupScore] = Field(description="By level.")
    misconceptions: list[OpenMisconception] = Field(description="Open ones first.")
    predictions: list[Prediction] = Field(description="Oldest first.")
    due: list[str] = Field(description="Ids of the questions due for review today.")


class LogIn(Given):
    """Who asks for a token; leave both empty where the server has no accounts."""

    login: str | None = Field(None, max_length=200, description="The account's name.")
    password: str | None = Field(None, max_length=1000, description="The account's password.")


class Token(BaseModel):
    """What to send with every other call, as `Authorization: Bearer …`."""

    token: str = Field(description="Keep it like a password.")
    expires: datetime | None = Field(description="When it ends; null where it does not.")
