"""DataDialog: what has to be known of the data that are learnt, to read and to copy."""

import re
from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from rnnviz.gui.dialog_buttons import without_icons
from rnnviz.scenarios import scenario
from rnnviz.session.about_data import Section, about_data
from rnnviz.session.session import Session

SIZE = 620, 640


class DataDialog(QDialog):
    """Sections of titles and texts.

    title  what they are about.
    """

    def __init__(self, parent: QWidget, title: str, sections: Sequence[Section]) -> None:
        super().__init__(parent)
        self.setWindowTitle("About the data")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*SIZE)
        self.text = QTextBrowser()
        self.text.setAccessibleName("About the data")
        self.text.setOpenExternalLinks(False)
        self.text.document().setDocumentMargin(12)
        self.text.setHtml(as_html(title, sections))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        without_icons(buttons)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.text, 1)
        layout.addWidget(buttons)


def as_html(title: str, sections: Sequence[Section]) -> str:
    """A heading, and for each section a table of two columns."""
    parts = [f"<p style='font-size: 17px; font-weight: 600'>{escape(title)}</p>"]
    for section in sections:
        rows = "".join(
            f"<tr><td style='padding: 2px 16px 2px 0' width='120'>{escape(name)}</td>"
            f"<td style='padding: 2px 0'>{_lowered(escape(text))}</td></tr>"
            for name, text in section.rows
        )
        parts.append(
            f"<p style='font-weight: 600; margin-top: 12px'>{escape(section.title)}</p>"
            f"<table cellspacing='0'>{rows}</table>"
        )
    return "".join(parts)


def _lowered(text: str) -> str:
    """With indices set lower, as in x_t, a_10 and x_{t+1}; names of files stay as they are."""
    return re.sub(r"\b([a-zA-Z]+)_(?:\{([^}]*)\}|(\w{1,2})\b)", r"\1<sub>\2\3</sub>", text)


def show_about_data(parent: QWidget, session: Session) -> None:
    """Open it for what is learnt just now."""
    is_captured = bool(session.run.untrainable)
    title = "A capture" if is_captured else scenario(session.state.settings.scenario).title
    DataDialog(parent, title, about_data(session.run)).open()
