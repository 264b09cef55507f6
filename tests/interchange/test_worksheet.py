"""Worksheets: what is given suffices to compute what is asked, in every cell and topology."""

import csv
import io
import re
import shutil
import subprocess
from html.parser import HTMLParser

import numpy as np
import pytest

from rnnviz.interchange.latex_text import label, math, prose, text
from rnnviz.interchange.worksheet import numbers_of, worksheet
from rnnviz.interchange.worksheet_file import KINDS, content_of, save_worksheet
from rnnviz.session.setting_fields import changed
from rnnviz.session.settings import Settings
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.scene import Spot

CASES = [
    {"scenario": "copy-memory", "cell": "elman"},
    {"scenario": "copy-memory", "cell": "lstm", "layers": 2},
    {"scenario": "copy-memory", "cell": "gru", "reset": "before"},
    {"scenario": "copy-memory", "cell": "gru", "reset": "after", "layers": 2},
    {"scenario": "adding-problem", "cell": "lstm"},
    {"scenario": "parity", "cell": "elman"},
    {"scenario": "named-entities", "cell": "gru", "direction": "both"},
    {"scenario": "spelling-to-phonemes", "cell": "lstm", "attention": True},
]


def traced(**settings):
    small = {"hidden": 4, "batch": 2, "length": 6, **settings}
    run = TrainingRun(changed(Settings(), small))
    for _ in range(3):
        run.advance()
    return run.trace()


def spots(trace):
    for lane in trace.lanes:
        span = trace.span(lane)
        for time in {span.start, span.start + len(span) // 2, span.stop - 1}:
            yield Spot(time, lane.key, trace.states[0], 1)


class Reader(HTMLParser):
    """Checks that what is opened is closed."""

    def __init__(self):
        super().__init__()
        self.open, self.text = [], ""

    def handle_starttag(self, tag, attrs):
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join(map(str, case.values())))
def test_that_every_format_has_every_equation(case):
    trace = traced(**case)
    for spot in spots(trace):
        sheet = worksheet(trace, spot)
        lines = (*sheet.forward, *sheet.backward)
        assert len(sheet.forward) >= len(trace.quantities)
        for is_blank in (False, True):
            reader = Reader()
            reader.feed(content_of(sheet, "html", is_blank))
            assert reader.open == []
            latex = content_of(sheet, "tex", is_blank)
            assert latex.count("{") - latex.count(r"\{") == latex.count("}") - latex.count(r"\}")
            assert latex.count("$") % 2 == 0
            rows = list(csv.reader(io.StringIO(content_of(sheet, "csv", is_blank))))
            assert {len(row) for row in rows} == {6}
            values = [row[-1] for row in rows if row[0] in ("forward", "backward")]
            if is_blank:
                assert set(values) == {""}
            else:
                assert np.array_equal(
                    [float(value) for value in values],
                    [line.row.value for line in lines],
                    equal_nan=True,
                )
                for line in lines:
                    assert line.row.result in reader.text


def test_that_an_lstm_can_be_computed_from_what_is_given():
    trace = traced(scenario="copy-memory", cell="lstm")
    sheet = worksheet(trace, Spot(5, "layer1", "h", 2))
    # Of two of the same name the vector.
    ordered = sorted(sheet.given, key=lambda each: len(each.names))
    given = {"".join(run.text for run in each.symbol): each for each in ordered}
    read = np.array([*given["ht−1"].values, *given["xt"].values])
    names = [*given["ht−1"].names, *given["xt"].names]
    rows = {line.row.key: line.row.value for line in sheet.forward}

    def affine(gate):
        weights = given[f"W{gate}"]
        assert list(weights.names) == names
        return float(np.dot(weights.values, read)) + given[f"b{gate}"].values[0]

    def sigmoid(value):
        return 1 / (1 + np.exp(-value))

    f, i, o = (sigmoid(affine(gate)) for gate in "fio")
    before = [each for each in sheet.given if "unit 3 before" in each.about]
    c_before = next(each.values[0] for each in before if each.symbol[0].text == "c")
    c = f * c_before + i * np.tanh(affine("c"))
    assert rows["c"] == pytest.approx(c, abs=1e-12)
    assert rows["h"] == pytest.approx(o * np.tanh(c), abs=1e-12)


def test_that_the_way_back_can_be_computed_from_what_is_given():
    trace = traced(scenario="copy-memory", cell="lstm")
    sheet = worksheet(trace, Spot(5, "layer1", "h", 2))
    back = {line.row.key: line.row.value for line in sheet.backward}
    ahead = {line.row.key: line.row.value for line in sheet.forward}
    to_h = [each.values[0] for each in sheet.returned if "∂E/∂h_t" in each.about]
    to_c = [each.values[0] for each in sheet.returned if "∂E/∂c_t" in each.about]
    assert back["d_h"] == pytest.approx(sum(to_h), abs=1e-12)
    through = back["d_h"] * ahead["o"] * (1 - np.tanh(ahead["c"]) ** 2)
    assert back["d_c"] == pytest.approx(through + sum(to_c), abs=1e-12)


def test_that_a_blank_sheet_tells_nothing_that_is_asked():
    trace = traced(scenario="copy-memory", cell="gru")
    sheet = worksheet(trace, Spot(4, "layer1", "h", 1))
    for kind in ("html", "tex"):
        blank, full = (content_of(sheet, kind, is_blank) for is_blank in (True, False))
        assert len(blank) != len(full)
        for line in sheet.forward[:4]:
            assert numbers_of(line)
        assert len(re.findall("blank long|hrulefill", blank)) == len(sheet.forward) + len(
            sheet.backward
        )


def test_that_latex_has_only_what_it_knows():
    assert math("−0.5·h₁₂+c\u0303·10⁻³²") == r"-0.5\cdot h_{12}+\tilde{c}\cdot 10^{-32}"
    assert math("tanh(1 − ŷ)") == r"\operatorname{tanh}(1-\hat{y})"
    assert math("hy, t", is_low=True) == "hy,t"
    assert math("Σ ŷ + … 3 more …") == r"\sum \hat{y}+\ldots \,3\,\text{more}\,\ldots "
    assert prose("part of ∂E/∂a_f_t, W_hy") == r"part of $\partial E/\partial a_{f,t}$, $W_{hy}$"
    assert (label("h₁₂"), label("B-PER"), label("a_b")) == ("$h_{12}$", "B-PER", r"a\_b")
    assert text("50 % & {x}_t ∂E") == r"50 \% \& \{x\}\_t $\partial $E"


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="there is no LaTeX here")
@pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join(map(str, case.values())))
def test_that_latex_takes_the_sheet_and_nothing_runs_over_the_edge(tmp_path, case):
    trace = traced(**case)
    for number, spot in enumerate(list(spots(trace))[::3]):
        for is_blank in (False, True):
            path = tmp_path / f"{number}{is_blank}.tex"
            path.write_text(content_of(worksheet(trace, spot), "tex", is_blank), "utf-8")
            words = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", path.name]
            said = subprocess.run(words, cwd=tmp_path, capture_output=True, check=False)
            assert said.returncode == 0, said.stdout.decode("latin-1")[-800:]
            assert b"Overfull" not in said.stdout
            assert path.with_suffix(".pdf").read_bytes().startswith(b"%PDF")


def test_that_zeros_of_a_long_vector_and_their_weights_are_left_out():
    trace = traced(scenario="named-entities", cell="lstm")
    given = worksheet(trace, Spot(2, "layer1", "h", 1)).given
    of = {"".join(run.text for run in each.symbol): each for each in given}
    read = of["xt"]
    assert 0 < len(read.values) < 12
    assert all(read.values)
    assert f"{trace.inputs.shape[1] - len(read.values)} more are 0" in read.about
    assert of["Wf"].names[-len(read.names) :] == read.names
    columns = [trace.hidden + n for n in np.flatnonzero(trace.inputs[2])]
    assert of["Wf"].values[-len(columns) :] == tuple(trace.parameters["layer1.W_f"][1, columns])


def test_that_of_many_classes_the_greatest_suffice_for_the_share():
    trace = traced(scenario="spelling-to-phonemes", cell="gru")
    time = int(np.flatnonzero(trace.scored)[0])
    sheet = worksheet(trace, Spot(time, trace.lanes[-1].key, "h", 0))
    given = {"".join(run.text for run in each.symbol): each for each in sheet.given}
    assert len(given["yt"].values) <= 9
    rows = {line.row.key: line.row.value for line in sheet.forward}
    right = given["yt"].names.index(given["zt"].names[given["zt"].values.index(1)])
    share = np.exp(given["yt"].values[right]) / given["Σ exp(yt)"].values[0]
    assert share == pytest.approx(rows["y"], abs=1e-12)


def test_that_a_sheet_is_written_whole_with_an_extension(tmp_path):
    sheet = worksheet(traced(scenario="copy-memory", cell="elman"), Spot(1))
    for kind in KINDS:
        assert save_worksheet(sheet, tmp_path / f"a.{kind}", False).read_text("utf-8")
    assert save_worksheet(sheet, tmp_path / "b.v1", True) == tmp_path / "b.v1.html"
    assert len(list(tmp_path.iterdir())) == 4


def test_that_the_output_can_be_computed_from_what_is_given():
    trace = traced(scenario="copy-memory", cell="elman")
    time = int(np.flatnonzero(trace.scored)[-1])
    sheet = worksheet(trace, Spot(time, "layer1", "h", 0))
    given = {
        "".join(run.text for run in each.symbol): np.array(each.values) for each in sheet.given
    }
    shares = np.exp(given["yt"]) / np.exp(given["yt"]).sum()
    rows = {line.row.key: line.row.value for line in (*sheet.forward, *sheet.backward)}
    right = int(given["zt"].argmax())
    assert rows["y"] == pytest.approx(shares[right], abs=1e-12)
    assert rows["E"] == pytest.approx(-np.log(shares[right]), abs=1e-12)
    assert rows["d_y"] == pytest.approx(shares[right] - 1, abs=1e-12)
