"""The part of the View menu that is not an action: panels to hide, and which tracks to show."""

from collections.abc import Sequence

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QDockWidget, QMenu

from rnnviz.gui.views.attention_map import SHOWN, AttentionView
from rnnviz.gui.views.tracks import Tracks


def fill_view_menu(menu: QMenu, docks: Sequence[QDockWidget], tracks: Tracks) -> None:
    """Add an entry for every panel, one for every quantity of the cell, and the choices of
    what the gradient track and the map of attention show."""
    panels = menu.addMenu("Panels")
    for dock in docks:
        panels.addAction(dock.toggleViewAction())
    quantities = menu.addMenu("Tracks")
    # Made anew each time: another cell has other quantities.
    quantities.aboutToShow.connect(lambda: _fill_tracks(quantities, tracks))
    _fill_tracks(quantities, tracks)
    _fill_gradient(menu.addMenu("Gradient track"), tracks)
    maps = [view for dock in docks for view in dock.findChildren(AttentionView)]
    for view in maps:
        _fill_attention(menu.addMenu("Attention map"), view)


def _fill_tracks(menu: QMenu, tracks: Tracks) -> None:
    menu.clear()
    if tracks.scene is None:
        return
    for quantity in tracks.scene.trace.quantities:
        entry = menu.addAction(f"{quantity.title}  {quantity.symbol}")
        entry.setCheckable(True)
        entry.setChecked(quantity.key in tracks.shown)
        entry.toggled.connect(lambda on, key=quantity.key: _show(tracks, key, on))
    menu.addSeparator()
    menu.addAction("Gates and states only", lambda: tracks.show_quantities(None))


def _show(tracks: Tracks, key: str, on: bool) -> None:
    shown = set(tracks.shown)
    tracks.show_quantities(shown | {key} if on else shown - {key})


def _fill_gradient(menu: QMenu, tracks: Tracks) -> None:
    choice = QActionGroup(menu)
    for by_weights, title in (
        (False, "‖∂E/∂hₜ‖, the norm at each state"),
        (True, "What each step adds to ‖∂E/∂W‖"),
    ):
        entry = menu.addAction(title)
        entry.setCheckable(True)
        entry.setData(by_weights)
        entry.triggered.connect(lambda _on, which=by_weights: tracks.show_gradients_by(which))
        choice.addAction(entry)
    # It can be chosen in the track as well.
    menu.aboutToShow.connect(lambda: _check(choice, tracks.tracks.by_weights))
    _check(choice, tracks.tracks.by_weights)


def _fill_attention(menu: QMenu, view: AttentionView) -> None:
    choice = QActionGroup(menu)
    for key, name, symbol in SHOWN:
        entry = menu.addAction(f"{name.capitalize()} {symbol}")
        entry.setCheckable(True)
        entry.setData(key)
        entry.triggered.connect(lambda _on, key=key: view.show_quantity(key))
        choice.addAction(entry)
    # It can be chosen on the map as well.
    menu.aboutToShow.connect(lambda: _check(choice, view.shown))
    _check(choice, view.shown)


def _check(choice: QActionGroup, value: object) -> None:
    for entry in choice.actions():
        entry.setChecked(entry.data() == value)
