"""Main windows for tests: small, with a real worker, and what a hand does to them."""

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QMessageBox

from rnnviz.gui.app import application
from rnnviz.gui.main_window import MainWindow
from rnnviz.gui.theme import LIGHT
from rnnviz.session.session import Session
from rnnviz.session.setting_fields import changed
from rnnviz.session.settings import Settings
from rnnviz.session.training_run import TrainingRun
from rnnviz.session.worker import Worker

LEFT = Qt.MouseButton.LeftButton
SMALL = {"hidden": 8, "batch": 4, "length": 12}
SIZE = 1100, 900
#: Milliseconds that something may take which takes a few on a machine that is not busy.
PATIENCE = 20_000


def made(qtbot, **settings):
    """A window that was not shown yet. It is closed when the test ends."""
    application()
    run = TrainingRun(changed(Settings(), {**SMALL, **settings}), number=1)
    window = MainWindow(Session(run, Worker()), LIGHT)
    window.resize(*SIZE)
    qtbot.addWidget(window, before_close_func=let_go)
    return window


def let_go(window):
    """Nobody is asked whether to save when a test ends."""
    for box in window.findChildren(QMessageBox):
        box.close()
    window.projects._may_close = True
    window.projects.recovery.stop()


def opened(qtbot, **settings):
    """A window on the screen that has the keyboard."""
    window = made(qtbot, **settings)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def shown_again(qtbot):
    """A window that remembers what it was like when it was last closed."""
    window = made(qtbot)
    window.restore()
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def trained(qtbot, updates=5, **settings):
    """A window on the screen, paused after some updates: as many or a few more."""
    window = opened(qtbot, **settings)
    window.session.set_pace(200.0)
    window.session.start()
    until_update(qtbot, window, updates)
    pause(qtbot, window)
    return window


def until(qtbot, condition):
    """Let the program go on until something holds."""
    qtbot.waitUntil(condition, timeout=PATIENCE)


def until_update(qtbot, window, update):
    until(qtbot, lambda: window.session.state.update >= update)


def pause(qtbot, window):
    window.session.pause()
    until(qtbot, lambda: window.session.state.activity == "paused")


def message(window):
    """What the message bar says, "" where it is hidden."""
    bar = window.message_bar
    return bar.text.text() if bar.isVisible() else ""


def seen_views(window):
    """The views on the screen: what lies under another panel is none of them."""
    return [view for view in window.views if not view.visibleRegion().isEmpty()]


def turn_wheel(view, x, y, notches):
    """Turn the wheel over a view, away from the hand where `notches` is positive."""
    at = QPointF(x, y)
    keys, phase = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    buttons, angle = Qt.MouseButton.NoButton, QPoint(0, 120 * notches)
    event = QWheelEvent(at, view.mapToGlobal(at), QPoint(), angle, buttons, keys, phase, False)
    QApplication.sendEvent(view, event)


def drop(window, *urls):
    """Drop files, or what else has an address, on the window. Whether it took them."""
    files, keys = QMimeData(), Qt.KeyboardModifier.NoModifier
    files.setUrls([QUrl(url) if isinstance(url, str) else file_url(url) for url in urls])
    for kind, at in ((QDragEnterEvent, QPoint(300, 300)), (QDropEvent, QPointF(300, 300))):
        event = kind(at, Qt.DropAction.CopyAction, files, LEFT, keys)
        event.setAccepted(False)
        QApplication.sendEvent(window, event)
        if not event.isAccepted():
            return False
    return True


def file_url(path):
    return QUrl.fromLocalFile(str(path))


def point_at(qtbot, view, where):
    """Move the pointer there, from somewhere else."""
    qtbot.mouseMove(view, QPoint(2, 2))
    QApplication.processEvents()
    qtbot.mouseMove(view, where)
    QApplication.processEvents()


def type_into(qtbot, box, text):
    """Put a text into a number box in place of what is there, and press Enter."""
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, text)
    qtbot.keyClick(box, Qt.Key.Key_Return)
