"""A study as one HTML page that stands alone: plots, plain words beside each, no script, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from interviewer.agreement import plots
from interviewer.agreement.bias import Group
from interviewer.agreement.study import OURS, Compared, Study
from interviewer.agreement.table import IN_POINTS, TITLES, interval, number, reasons, verdict_figures
from interviewer.grading.grade import VERDICTS

WORST_SHOWN = 10
QUESTIONS_IN_PLOT = 5
LEFT = ' class="words"'

STYLE = """
:root { color-scheme: light dark; --ink: #1c2127; --soft: #5b6570; --line: #dfe3e8; --paper: #fff; --blue: #2458b8;
  --red: #b3261e; --band: #f6f7f9; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7eaee; --soft: #a3acb7; --line: #353c45; --paper: #15181c;
  --blue: #86aef5; --red: #f2998f; --band: #1d2126; } }
body { margin: 0 auto; padding: 32px 20px 64px; max-width: 960px; background: var(--paper); color: var(--ink); font:
  16px/1.55 system-ui, sans-serif; }
h1 { font-size: 28px; margin: 0 0 4px; }
h2 { font-size: 19px; margin: 40px 0 6px; }
p { margin: 6px 0 12px; }
.soft, figcaption, th { color: var(--soft); }
.big { font-size: 19px; }
.notes { background: var(--band); border-left: 4px solid var(--blue); padding: 8px 16px; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { text-align: right; padding: 6px 8px; border-bottom: 1px solid var(--line); vertical-align: top;
  font-weight: 400; }
th:first-child, td:first-child { text-align: left; }
td small { display: block; color: var(--soft); white-space: nowrap; }
tr.ours td { font-weight: 650; }
th.words, td.words { text-align: left; overflow-wrap: break-word; min-width: 8em; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(300px, 1fr)); gap: 32px; }
figure { margin: 0; }
svg { width: 100%; height: auto; font: 12px system-ui, sans-serif; }
svg text { fill: var(--soft); }
.middle { text-anchor: middle; }
.end { text-anchor: end; }
svg .count { fill: var(--ink); }
svg .small { font-size: 10px; }
.grid { stroke: var(--line); }
.ideal { stroke: var(--soft); stroke-dasharray: 5 4; }
.zero { stroke: var(--soft); }
.interval { stroke: var(--ink); stroke-width: 2; }
.dot { fill: var(--blue); fill-opacity: .5; }
.dot.close { fill: none; stroke: var(--blue); }
.bar { fill: var(--blue); fill-opacity: .75; }
.curve { fill: none; stroke: var(--blue); stroke-width: 2; }
.cell.right { fill: var(--blue); }
.cell.wrong { fill: var(--red); }
@media print { body { max-width: none; padding: 0; } figure, tr { break-inside: avoid; } }
"""


def page(study: Study) -> str:
    """The whole page as HTML text; everything that came from a file is escaped."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>Agreement with your marks</title><style>{STYLE}</style></head><body><main>"
        + "".join(_parts(study))
        + "</main></body></html>\n"
    )


def _parts(study: Study) -> Iterable[str]:
    people = "" if study.students is None else f" by {study.students} people"
    yield "<h1>Agreement with your marks</h1>"
    yield f'<p class="soft">{len(study.compared)} marked answers{people} to {_many(study.questions, "question")}. '
    yield "All marks and scores are on a scale of 0 to 100.</p>"
    yield f'<p class="big">{escape(_in_words(study))}</p>'
    sentences = [*study.notes, *reasons(study)]
    if sentences:
        yield '<div class="notes">' + "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences) + "</div>"
    yield _section("All figures", _FIGURES, _figures_table(study))
    yield f'<h2>Pictures</h2><div class="plots">{"".join(_figure(*one) for one in _plots(study))}</div>'
    if study.verdicts is not None:
        yield _section("Key points", _KEY_POINTS, _verdict_table(study))
    yield _section(
        "By question", "The question with the largest difference comes first.", _group_table(study.by_question)
    )
    yield _section("Answers to look at", _LOOK, _worst_table(study.compared))


_FIGURES = (
    "Pearson and Spearman say how well scores follow your marks (1 is perfectly, 0 not at all). RMSE and MAE say how "
    "many points they lie apart; MAE is the plain mean. Weighted RMSE gives rare marks the weight of frequent ones. "
    "Kappa says how much better than chance the two agree in steps of ten points. Small print: the range in which the "
    "figure would lie for 95 of 100 such sets of questions. The lines below the first are simple rules fitted to your "
    "marks of the other questions: a grader is worth its name only where it beats them."
)
_KEY_POINTS = "How often person and grader give the same verdict on a key point; F1 is 1 when always."
_LOOK = "The answers where score and mark lie furthest apart. Sometimes the grader is wrong, sometimes the mark."


def _in_words(study: Study) -> str:
    ours = study.lines[0].measures
    mae, pearson = ours["mae"].value, ours["pearson"].value
    if mae is None:
        return "No answer has both a mark and a score, so there is nothing to compare."
    text = f"On average the score lies {mae:.1f} points from your mark"
    if pearson is not None:
        words = (
            "closely" if pearson >= 0.9 else "well" if pearson >= 0.75 else "roughly" if pearson >= 0.5 else "hardly"
        )
        text += f", and it follows your marks {words} (correlation {number(pearson, points=False)})"
    rivals = {line.name: line.measures["mae"].value for line in study.lines[1:] if "person" not in line.name}
    better = [name for name, value in rivals.items() if value is not None and value <= mae]
    if better:
        text += f". Careful: {', '.join(better)} alone came as near, so do not rely on these scores"
    return text + "."


def _plots(study: Study) -> Iterable[tuple[str, str, str]]:
    yield (
        "Scores against marks",
        plots.scatter(study.compared),
        "Each dot is an answer; on the dashed line score and mark are equal. Rings are close calls." + _thinned(study),
    )
    yield (
        "Too generous or too strict?",
        plots.bias_bars(study.bands, "Score less mark, by mark"),
        "Mean of score less mark for answers of each mark. Above zero the grader is more generous than you; the thin "
        "line is the 95 % interval. Some pull towards the middle is normal: marks have errors, too.",
    )
    yield (
        "Does length matter?",
        plots.bias_bars(study.by_length, "Score less mark, by length"),
        "The same by the length of the answer. Bars of equal height mean that length earns nothing by itself.",
    )
    yield (
        "Which questions?",
        plots.bias_bars(study.by_question[:QUESTIONS_IN_PLOT], "Score less mark, by question"),
        f"The same for the {min(QUESTIONS_IN_PLOT, len(study.by_question))} questions with the largest difference.",
    )
    yield (
        "Leaving the doubtful answers to you",
        plots.risk(study.risk),
        "If the program grades only the answers it is surest of (to the left) and leaves the others to a person, this "
        "is the mean error that remains.",
    )
    if study.verdicts is None:
        return
    yield (
        "Verdict by verdict",
        plots.confusion_grid(VERDICTS, study.verdicts.counts),
        "Rows: what the person said of a key point. Columns: what the grader said. On the diagonal they agree.",
    )
    yield (
        "Can its certainty be trusted?",
        plots.reliability(study.verdicts.reliability),
        "When the grader says that a point is stated with 80 % probability, it should be so for 80 % of them: the dots "
        "should lie on the dashed line.",
    )


def _thinned(study: Study) -> str:
    if len(study.compared) <= plots.MOST_POINTS:
        return ""
    step = -(-len(study.compared) // plots.MOST_POINTS)
    return f" One of every {step} answers is shown."


def _figures_table(study: Study) -> str:
    rows = []
    for line in study.lines:
        cells = "".join(
            f"<td>{number(line.measures[name].value, points=name in IN_POINTS)}"
            f"<small>{interval(line.measures[name], points=name in IN_POINTS)}</small></td>"
            for name in TITLES
        )
        kind = "ours" if line.name == OURS else "other"
        rows.append(f'<tr class="{kind}"><td>{escape(line.name)}</td>{cells}</tr>')
    return _table(("against the marks", *TITLES.values()), rows)


def _verdict_table(study: Study) -> str:
    figures = verdict_figures(study.verdicts) if study.verdicts is not None else ()
    rows = [
        f"<tr><td>{escape(title)}</td><td>{number(figure.value, points=False)}</td>"
        f"<td>{interval(figure, points=False)}</td></tr>"
        for title, figure in figures
    ]
    return _table(("measure", "value", "95 % interval"), rows)


def _group_table(groups: Sequence[Group]) -> str:
    rows = [
        f"<tr><td>{escape(one.name)}</td><td>{one.answers}</td><td>{one.mean_mark:.1f}</td><td>{one.mean_score:.1f}</td>"
        f"<td>{number(one.bias.value, points=True)}<small>{interval(one.bias, points=True)}</small></td></tr>"
        for one in groups
    ]
    return _table(("question", "answers", "mean mark", "mean score", "difference"), rows)


def _worst_table(compared: Sequence[Compared]) -> str:
    worst = sorted(compared, key=lambda one: -abs(one.score - one.mark))[:WORST_SHOWN]
    rows = [
        f"<tr><td>{escape(one.answer_id)}</td><td{LEFT}>{escape(one.question_id)}</td><td>{one.mark:.1f}</td>"
        f"<td>{one.score:.1f}</td><td{LEFT}>{escape(_shortened(one.answer))}</td></tr>"
        for one in worst
    ]
    return _table(("answer", "question", "mark", "score", "text"), rows)


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 300 else text[:299] + "…"


def _section(title: str, words: str, body: str) -> str:
    return f'<h2>{escape(title)}</h2><p class="soft">{escape(words)}</p>{body}'


def _figure(title: str, drawing: str, words: str) -> str:
    return f"<figure><h3>{escape(title)}</h3>{drawing}<figcaption>{escape(words)}</figcaption></figure>"


def _table(titles: Sequence[str], rows: Sequence[str]) -> str:
    head = "".join(
        f'<th scope="col"{LEFT if title in ("question", "text") else ""}>{escape(title)}</th>' for title in titles
    )
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
