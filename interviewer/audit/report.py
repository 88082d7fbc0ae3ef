"""An audit as text for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.audit.cases import Bar
from interviewer.audit.run import Audit, Outcome, Tried

WORST_SHOWN = 2
TEXT_SHOWN = 160


def as_text(audit: Audit) -> str:
    """Pass or fail an attack, a line each; below it the worst cases of those that failed; a verdict at the end."""
    lines = [f"{audit.answers} answers to {audit.questions} questions were graded."]
    for outcome in audit.outcomes:
        lines += _outcome_lines(outcome)
    failed = [outcome.attack for outcome in audit.outcomes if outcome.passed is False]
    if failed:
        lines.append(f"FAILED: {len(failed)} of {len(audit.outcomes)} ({', '.join(failed)})")
    else:
        lines.append(f"PASSED: none of {len(audit.outcomes)} attacks and pairs succeeded")
    return "\n".join(lines)


def as_json(audit: Audit) -> dict[str, object]:
    """Every attack with every case, the worst first; plain values."""
    return {
        "passed": audit.passed,
        "questions": audit.questions,
        "answers": audit.answers,
        "attacks": [
            {
                "attack": outcome.attack,
                "passed": outcome.passed,
                "cases": len(outcome.tried),
                "failures": outcome.failures,
                "mean_moved": round(outcome.mean_moved, 4),
                "worst": [_case_json(one) for one in outcome.tried],
            }
            for outcome in audit.outcomes
        ],
    }


def _outcome_lines(outcome: Outcome) -> Iterator[str]:
    sign = "pass" if outcome.passed else "FAIL"
    worst = outcome.tried[0]
    numbers = f"{len(outcome.tried):4} cases, worst {_change(worst)}"
    if worst.case.bar is Bar.MOVED:
        numbers += f", {outcome.mean_moved:.1f} on average"
    if outcome.failures:
        numbers += f", {outcome.failures} above the bar"
    yield f"{sign}  {outcome.attack:30} {numbers}"
    if outcome.passed:
        return
    yield f"      An answer that {worst.case.bar.value}."
    for one in outcome.tried[:WORST_SHOWN]:
        yield f"      {one.case.question.id} ({one.case.variant}): {_change(one)}"
        yield f"        {_shortened(one.case.answer)}"


def _change(one: Tried) -> str:
    after = "not graded" if one.after is None else f"{one.after:.1f}"
    if one.case.base is None:
        return after
    before = "not graded" if one.before is None else f"{one.before:.1f}"
    return f"{before} to {after} ({one.moved:+.1f})"


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    if len(text) <= TEXT_SHOWN:
        return text
    return f"{text[: TEXT_SHOWN // 2]} … {text[-TEXT_SHOWN // 2 :]}"


def _case_json(one: Tried) -> dict[str, object]:
    return {
        "question": one.case.question.id,
        "variant": one.case.variant,
        "bar": one.case.bar.name.lower(),
        "before": one.before,
        "after": one.after,
        "moved": round(one.moved, 4),
        "kept": one.excess <= 0,
        "answer": one.case.answer if len(one.case.answer) <= 2000 else f"{one.case.answer[:2000]}…",
    }
