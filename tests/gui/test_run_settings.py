"""The panel of settings: what is committed, what is refused, what is shown when."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from rnnviz.gui.controls.number_box import as_number, even_steps, factor_steps
from rnnviz.gui.controls.run_settings import RunSettings
from rnnviz.session.setting_fields import FIELDS, changed
from rnnviz.session.settings import Settings

LEFT = Qt.MouseButton.LeftButton
# The offscreen platform says so of every window that has a least size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def panel(qtbot):
    made = RunSettings()
    qtbot.addWidget(made)
    made.resize(270, 900)
    made.show_settings(Settings(), (("Source", "a book"),))
    made.show()
    qtbot.waitExposed(made)
    return made


def show(panel, **values):
    panel.show_settings(changed(Settings(), values), ())


def emitted(panel):
    met = []
    panel.changed.connect(met.append)
    return met


def type_number(qtbot, box, text):
    edit = box.lineEdit()
    edit.selectAll()
    qtbot.keyClicks(edit, text)
    qtbot.keyClick(edit, Qt.Key.Key_Return)


def test_that_every_setting_has_a_control_with_name_tip_and_caption(panel):
    assert list(panel.rows) == [field.name for field in FIELDS]
    for row in panel.rows.values():
        control = row.control
        assert isinstance(control, QWidget)
        assert control.accessibleName() == row.field.title
        assert control.toolTip()
        assert row.caption.buddy() is control


def test_that_showing_settings_emits_nothing(panel):
    met = emitted(panel)
    for field in FIELDS:
        if field.kind == "choice" and field.name not in ("scenario", "direction"):
            show(panel, **{field.name: field.choices[-1]})
    show(panel, scenario="copy-memory", length=10, hidden=32, rate=0.1, carry=False, seed=7)
    assert met == []
    assert panel.rows["rate"].control.text() == "0.1"
    assert panel.rows["length"].control.slider.value() == 10
    assert not panel.rows["carry"].control.isChecked()


def test_that_a_number_is_emitted_when_it_is_done_and_not_before(qtbot, panel):
    met = emitted(panel)
    edit = panel.rows["hidden"].control.lineEdit()
    edit.selectAll()
    qtbot.keyClicks(edit, "32")
    assert met == []
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert met == [{"hidden": 32}]


def test_that_rates_are_taken_in_the_notation_of_the_field(qtbot, panel):
    met = emitted(panel)
    type_number(qtbot, panel.rows["rate"].control, "1e-3")
    assert met == [{"rate": 0.001}]
    assert panel.rows["rate"].control.text() == "0.001"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("hidden", "0", "Units is 0; wanted a whole number from 1 to 512."),
        ("hidden", "3.5", "Units is 3.5; wanted a whole number from 1 to 512."),
        ("layers", "many", "Layers is 'many'; wanted a whole number from 1 to 4."),
        ("rate", "0", "Rate is 0; wanted a number above 0 to 1000."),
        ("rate", "nan", "Rate is nan; wanted a number above 0 to 1000."),
        ("clip", "inf", "Clip at is inf; wanted a number above 0 to 1e+06."),
        ("temperature", "", "Temperature is ''; wanted a number from 0 to 2."),
    ],
)
def test_that_a_value_out_of_range_is_refused_and_the_former_one_stays(
    qtbot, panel, name, text, message
):
    row, met = panel.rows[name], emitted(panel)
    before, refusals = row.control.text(), []
    panel.refused.connect(refusals.append)
    if text:
        type_number(qtbot, row.control, text)
    else:
        row.control.lineEdit().clear()
        qtbot.keyClick(row.control.lineEdit(), Qt.Key.Key_Return)
    assert met == []
    assert refusals == [message]
    assert row.message.text() == message
    assert row.message.isVisible()
    assert row.control.text() == before


def test_that_a_refusal_is_gone_after_a_good_value(qtbot, panel):
    row = panel.rows["hidden"]
    type_number(qtbot, row.control, "9999")
    assert row.message.isVisible()
    type_number(qtbot, row.control, "16")
    assert not row.message.isVisible()


def test_that_the_length_is_the_scenarios_own(qtbot, panel):
    row = panel.rows["length"]
    assert row.caption.text() == "Steps per update"
    type_number(qtbot, row.control.box, "1")
    assert row.message.text() == ("Steps per update is 1; wanted a whole number from 2 to 400.")
    show(panel, scenario="copy-memory", length=10)
    assert row.caption.text() == "Delay"
    met = emitted(panel)
    type_number(qtbot, row.control.box, "1")
    assert met == [{"length": 1}]


def test_that_the_slider_emits_once_it_rests(qtbot, panel):
    slider, met = panel.rows["length"].control.slider, emitted(panel)
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert met == []
    qtbot.waitUntil(lambda: met == [{"length": 52}])


def test_that_arrows_step_a_rate_by_factors_and_emit_once_they_rest(qtbot, panel):
    box, met = panel.rows["rate"].control, emitted(panel)
    qtbot.keyClick(box, Qt.Key.Key_Up)
    qtbot.keyClick(box, Qt.Key.Key_Up)
    assert box.text() == "0.02"
    assert met == []
    qtbot.waitUntil(lambda: met == [{"rate": 0.02}])


def test_that_a_segment_is_chosen_by_click_and_by_key(qtbot, panel):
    met, cell = emitted(panel), panel.rows["cell"].control
    assert [cell._group.button(n).text() for n in range(3)] == ["RNN", "LSTM", "GRU"]
    qtbot.mouseClick(cell.button("gru"), LEFT)
    assert met == [{"cell": "gru"}]
    cell.button("gru").setFocus()
    qtbot.keyClick(cell.button("gru"), Qt.Key.Key_Left)
    assert met[1:] == [{"cell": "lstm"}]


def test_that_settings_are_shown_only_where_they_mean_something(panel):
    def visible(*names):
        return [panel.rows[name].isVisible() for name in names]

    names = ("activation", "reset", "forget_bias")
    assert visible(*names) == [False, False, True]
    show(panel, cell="elman")
    assert visible(*names) == [True, False, False]
    show(panel, cell="gru")
    assert visible(*names) == [False, True, False]
    show(panel, corpus="file", text="book.txt")
    assert visible("corpus", "text") == [True, True]
    assert visible("reading") == [True]
    show(panel, text="book.txt")
    assert visible("corpus", "text", "reading") == [True, False, False]
    assert visible("direction", "attention", "beam", "temperature") == [False, False, False, True]
    show(panel, scenario="adding-problem", text="book.txt")
    assert visible("corpus", "text", "reading", "temperature") == [False] * 4


def test_that_the_data_to_choose_from_are_the_scenarios_own(panel):
    combo = panel.rows["corpus"].control
    titles = [combo.itemText(n) for n in range(combo.count())]
    assert titles == ["Python reference", "Standard library", "Own file…"]
    assert combo.currentData() == "reference", "the first, where nothing was said"
    show(panel, corpus="library")
    assert combo.currentData() == "library"
    show(panel, scenario="digit-rows", length=8)
    assert [combo.itemData(n) for n in range(combo.count())] == ["digits", "file"]
    assert combo.currentData() == "digits"


def test_that_one_can_look_for_a_file_and_at_how_it_is_read(qtbot, panel):
    show(panel, corpus="file", text="book.txt", reading="encoding=latin-1")
    assert panel.rows["reading"].control.edit.text() == "encoding=latin-1"
    with qtbot.waitSignal(panel.file_wanted):
        qtbot.mouseClick(panel.rows["text"].control.button, LEFT)
    with qtbot.waitSignal(panel.reading_wanted):
        qtbot.mouseClick(panel.rows["reading"].control.button, LEFT)


def test_that_own_file_asks_for_a_file_and_changes_nothing_yet(qtbot, panel):
    combo, met = panel.rows["corpus"].control, emitted(panel)
    with qtbot.waitSignal(panel.file_wanted):
        combo.setFocus()
        qtbot.keyClick(combo, Qt.Key.Key_End)
    assert met == []
    assert combo.currentData() == "reference"


def test_that_a_wish_not_granted_is_taken_back(qtbot, panel):
    qtbot.mouseClick(panel.rows["cell"].control.button("gru"), LEFT)
    panel.show_settings(Settings(), (("Source", "a book"),))
    assert panel.rows["cell"].control.value() == "lstm"


def test_that_a_switch_and_a_list_emit_what_was_chosen(qtbot, panel):
    met = emitted(panel)
    qtbot.mouseClick(panel.rows["carry"].control, LEFT)
    combo = panel.rows["optimizer"].control
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Up)
    assert met == [{"carry": False}, {"optimizer": "rmsprop"}]


def test_that_the_facts_are_shown(panel):
    texts = [label.text() for label in panel.facts._labels if label.isVisibleTo(panel)]
    assert texts == ["Source", "a book"]
    panel.show_settings(Settings(), ())
    assert not any(label.isVisibleTo(panel) for label in panel.facts._labels)


def test_steps():
    up = factor_steps(1e-9, 1000)
    assert [up(0.005, 1), up(0.01, 1), up(0.003, 1), up(1000, 1)] == [0.01, 0.02, 0.005, 1000]
    assert [up(0.005, -1), up(0.01, -1), up(0.003, -1)] == [0.002, 0.005, 0.002]
    assert even_steps(1, 1, 512)(512, 1) == 512
    assert even_steps(0.1, -10, 10)(0.2, 1) == 0.3
    assert [as_number(text) for text in (" 7 ", "1e-3", "x")] == [7, 0.001, "x"]


def test_that_a_long_title_stands_in_two_lines(panel):
    show(panel, scenario="named-entities", length=12)
    caption = panel.rows["length"].caption
    assert caption.text() == "Words of a text at least"
    assert caption.height() >= caption.heightForWidth(caption.width()) > 1.5 * one_line(caption)


def one_line(caption):
    return caption.fontMetrics().height()


def test_that_the_longest_title_of_a_scenario_has_room(panel):
    box = panel.rows["scenario"].control
    longest = max(box.fontMetrics().horizontalAdvance(box.itemText(n)) for n in range(box.count()))
    assert longest + 40 <= box.width()


def test_that_a_length_that_cannot_be_another_one_is_not_asked_for(panel):
    show(panel, scenario="digit-rows", length=8)
    assert not panel.rows["length"].isVisibleTo(panel)
    show(panel, scenario="parity", length=8)
    assert panel.rows["length"].isVisibleTo(panel)
