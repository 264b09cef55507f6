"""GradientCheckDialog: gradient and finite differences, parameter by parameter."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from rnnviz.session.gradient_checking import AGREES, CheckedParameter, GradientCheck
from rnnviz.trace.formula_numbers import number_text, scientific_text

POLL_INTERVAL = 60
SIZE = 640, 420
ABOUT = (
    "∂E/∂W of the sequence shown, by back-propagation, beside differences of the loss at four "
    "points: (8 (E(w + h) − E(w − h)) − (E(w + 2h) − E(w − 2h))) / 12 h. A copy of the network "
    "in float64; of large parameters a sample of the numbers."
)


class GradientCheckDialog(QDialog):
    """Runs a check while it is open; closing it ends the check.

    truncated  back-propagation is cut in training, so that its gradient is not the whole one.
    """

    def __init__(
        self, parent: QWidget, start: Callable[[], GradientCheck], truncated: bool
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Check this gradient")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*SIZE)
        self.check = start()
        about = ABOUT
        if truncated:
            about += " Training cuts the gradient short; what is checked is the whole one."
        self.about, self.verdict = QLabel(about), QLabel("comparing …")
        self.table, self.progress = QTreeWidget(), QProgressBar()
        self.close_button = QPushButton("Cancel")
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_INTERVAL)
        self._timer.timeout.connect(self._show)
        self.close_button.clicked.connect(self.close)
        self.check.begin()
        self._timer.start()

    def _lay_out(self) -> None:
        self.about.setWordWrap(True)
        self.about.setProperty("role", "note")
        self.table.setHeaderLabels(["Parameter", "Compared", "Worst error", "There", ""])
        self.table.setRootIsDecorated(False)
        self.table.setAccessibleName("Parameters")
        self.table.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.progress.setRange(0, 100)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("Progress")
        foot = QHBoxLayout()
        foot.addWidget(self.verdict, 1)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.about)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.progress)
        layout.addLayout(foot)

    def _show(self) -> None:
        rows = self.check.rows
        for row in rows[self.table.topLevelItemCount() :]:
            self.table.addTopLevelItem(_item(row))
        self.progress.setValue(round(100 * self.check.share))
        if self.check.is_running:
            return
        self._timer.stop()
        self.progress.hide()
        self.close_button.setText("Close")
        if self.check.failure:
            self.verdict.setText(f"The check was stopped by an error: {self.check.failure}")
            return
        worst = max((row.worst for row in rows), default=0.0)
        count = sum(row.elements for row in rows)
        agrees = all(row.agrees for row in rows)
        sign = "✓ the gradient agrees" if agrees else "✗ the gradient differs"
        text = f"{sign}: worst relative error {scientific_text(worst)} of {count:,} numbers"
        self.verdict.setText(f"{text}; up to {scientific_text(AGREES)} is rounding")

    def closeEvent(self, event: QCloseEvent) -> None:
        self._timer.stop()
        self.check.cancel()
        super().closeEvent(event)

    def reject(self) -> None:
        """Escape closes as the button does."""
        self.close()


def _item(row: CheckedParameter) -> QTreeWidgetItem:
    place = ", ".join(str(n + 1) for n in row.index)
    kinks = f", {row.kinks} at a kink" if row.kinks else ""
    texts = [
        row.name,
        f"{row.elements:,} of {row.size:,}{kinks}",
        scientific_text(row.worst),
        f"[{place}]  {number_text(row.exact)} and {number_text(row.measured)}",
        "✓ agrees" if row.agrees else "✗ differs",
    ]
    return QTreeWidgetItem(texts)
