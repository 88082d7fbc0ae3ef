import io
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from rich.console import Console

from interviewer.agreement.page import page
from interviewer.agreement.plots import MOST_POINTS, bias_bars, scatter
from interviewer.agreement.study import Compared
from interviewer.agreement.table import number, print_study
from tests.agreement.samples import row, study_from, usual_rows


class Seen(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs


def seen(text: str) -> Seen:
    parser = Seen()
    parser.feed(text)
    return parser


def printed(study, width=110) -> str:
    console = Console(file=io.StringIO(), width=width)
    print_study(study, console)
    return console.file.getvalue()


def test_the_page_stands_alone_and_runs_nothing(usual_study):
    parser = seen(page(usual_study))
    assert {"script", "link", "img", "iframe", "form", "object"}.isdisjoint(parser.tags)
    assert {"href", "src", "onload", "onclick"}.isdisjoint(name for name, _ in parser.attributes)


def test_every_plot_is_there_and_is_well_formed(usual_study):
    drawings = re.findall(r"<svg.*?</svg>", page(usual_study))
    labels = [ElementTree.fromstring(drawing).get("aria-label") for drawing in drawings]
    assert labels == [
        "Scores against marks",
        "Score less mark, by mark",
        "Score less mark, by length",
        "Score less mark, by question",
        "Error against share kept",
        "Verdicts of person and grader",
        "Reliability of probabilities",
    ]


def test_without_labels_the_page_has_no_verdict_plots():
    text = page(study_from(usual_rows(labels=[None])))
    assert "Verdict by verdict" not in text
    assert "Scores against marks" in text


def test_markup_in_answers_is_shown_as_text():
    rows = usual_rows()
    rows.append(row(99, "birds", "<script>alert(1)</script><img src=x onerror=alert(2)>", mark=100))
    text = page(study_from(rows))
    assert "&lt;script&gt;alert(1)" in text
    assert {"script", "img"}.isdisjoint(seen(text).tags)


@pytest.mark.parametrize(
    "rows",
    [
        usual_rows(),
        usual_rows()[:1],
        usual_rows(mark=[50]),
        usual_rows(mark_1=[10, 90], mark_2=[20, 70]),
        [row(1, "birds", "", mark=0)],
    ],
)
def test_neither_page_nor_table_ever_shows_nan(rows):
    study = study_from(rows)
    shown = printed(study) + page(study)
    assert not re.search(r"\b(nan|inf|None)\b", shown)


def test_a_page_warns_when_a_baseline_comes_as_near(usual_study):
    rows = usual_rows(mark=[50])
    assert "Careful: constant mark" in page(study_from(rows))
    assert "Careful" not in page(usual_study)


def test_the_table_holds_interviewer_and_baselines_with_intervals(usual_study):
    lines = printed(usual_study).splitlines()
    for name in ("Interviewer", "constant mark", "answer length", "TF-IDF cosine", "embedding cosine"):
        assert any(name.split()[0] in line for line in lines)
    ours = next(place for place, line in enumerate(lines) if "Interviewer" in line)
    assert " to " in lines[ours + 1]


def test_the_table_gives_the_reason_for_a_missing_figure(constant_study):
    assert "No Pearson, Spearman (Interviewer: every mark is 80)." in " ".join(printed(constant_study).split())


def test_numbers_are_written_for_people():
    assert [number(-0.128, points=False), number(8.25, points=True), number(None, points=True)] == ["−0.13", "8.2", "–"]


def test_many_answers_are_thinned_in_the_scatter():
    one = {"answer": "x", "question_id": "q", "mark": 1.0, "score": 2.0, "confidence": 0.5, "close_call": False}
    compared = [Compared(answer_id=str(n), **one) for n in range(3 * MOST_POINTS)]
    assert scatter(compared).count("<circle") == MOST_POINTS


def test_bars_keep_their_interval_inside_the_drawing():
    study = study_from(usual_rows(mark=[0, 100, 100, 0]))
    places = [float(y) for y in re.findall(r' y[12]?="([-\d.]+)"', bias_bars(study.bands, "bias"))]
    assert min(places) >= 0 and max(places) <= 320
