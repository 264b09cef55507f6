"""Everything that can be done by a menu, a key or a button, in one list.

From the list come the menus, the tool buttons, the tooltips and the cheat sheet (actions.py), so
that none of them can say something else than the others.
"""

from dataclasses import dataclass

FILE, EDIT, VIEW, RUN, DEBUG, HELP = MENUS = ("File", "Edit", "View", "Run", "Debug", "Help")


@dataclass(frozen=True)
class ActionSpec:
    """One action.

    key       its name in the program.
    title     its name in the menu; … where a dialog follows.
    shortcut  its key, "" where it has none.
    tip       what it does, in one sentence.
    menu      one of MENUS.
    icon      a file of resources/icons, "" where it has none.
    apart     whether a line parts it from the action before.
    repeats   whether holding the key does it again.
    """

    key: str
    title: str
    shortcut: str
    tip: str
    menu: str
    icon: str = ""
    apart: bool = False
    repeats: bool = False


ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "open-file",
        "Open…",
        "Ctrl+O",
        "Learn a file of your own: a text, a table, CoNLL, pairs, IDX",
        FILE,
    ),
    ActionSpec(
        "open-weights",
        "Open weights…",
        "Ctrl+Alt+O",
        "Start from the weights of a recurrent layer of PyTorch and its readout",
        FILE,
        apart=True,
    ),
    ActionSpec(
        "save-weights",
        "Save weights…",
        "Ctrl+Alt+S",
        "Write the weights so that load_state_dict of PyTorch takes them",
        FILE,
    ),
    ActionSpec(
        "open-capture",
        "Open a capture…",
        "Ctrl+Alt+C",
        "Look at what rnnviz.capture recorded in a PyTorch program of your own",
        FILE,
    ),
    ActionSpec(
        "export-pytorch",
        "Export as PyTorch script…",
        "Ctrl+Alt+P",
        "Write a training script that goes on with the same data, settings and weights",
        FILE,
    ),
    ActionSpec(
        "export-window",
        "Export window…",
        "Ctrl+E",
        "Save a figure of the whole window",
        FILE,
        "export",
        apart=True,
    ),
    ActionSpec(
        "export-view",
        "Export view…",
        "Ctrl+Shift+E",
        "Save a figure of one view or of several",
        FILE,
    ),
    ActionSpec(
        "export-film",
        "Export animation…",
        "Ctrl+Alt+E",
        "Save a film of the operations of this update, or of the updates up to it",
        FILE,
    ),
    ActionSpec(
        "save-sound",
        "Save sound…",
        "Ctrl+Shift+W",
        "Save what can be heard of the example as a WAV file",
        FILE,
        apart=True,
    ),
    ActionSpec(
        "save-midi",
        "Save MIDI…",
        "Ctrl+Shift+M",
        "Save the tune of the example as a MIDI file",
        FILE,
    ),
    ActionSpec(
        "worksheet",
        "Worksheet…",
        "Ctrl+Alt+W",
        "Save the arithmetic of the picked unit and time step, with the numbers, as a sheet",
        FILE,
        apart=True,
    ),
    ActionSpec(
        "worksheet-blank",
        "Worksheet to fill in…",
        "Ctrl+Alt+B",
        "Save the same sheet without the answers, for computing by hand",
        FILE,
    ),
    ActionSpec("quit", "Quit", "Ctrl+Q", "Close rnnviz", FILE, apart=True),
    ActionSpec(
        "copy-picture",
        "Copy picture",
        "Ctrl+Shift+C",
        "Put a picture of the window on the clipboard",
        EDIT,
    ),
    ActionSpec(
        "undo",
        "Undo",
        "Ctrl+Z",
        "Take back the number that was set last; where there is none, the change of network",
        EDIT,
        apart=True,
    ),
    ActionSpec("redo", "Redo", "Ctrl+Shift+Z", "Set again what was taken back", EDIT),
    ActionSpec(
        "bring-back",
        "Bring back the former network",
        "Ctrl+Shift+R",
        "Return to the network before the last change, as it was left",
        EDIT,
    ),
    ActionSpec("theme", "Light or dark", "Ctrl+T", "Change between light and dark", VIEW, "theme"),
    ActionSpec(
        "reset-zoom", "Show all time steps", "Ctrl+0", "Undo zooming in time", VIEW, apart=True
    ),
    ActionSpec(
        "depth-network", "Network", "Ctrl+1", "The network unrolled in time", VIEW, apart=True
    ),
    ActionSpec("depth-cell", "Cell", "Ctrl+2", "The wiring of the cell at one time step", VIEW),
    ActionSpec("depth-unit", "Unit", "Ctrl+3", "The arithmetic of one unit", VIEW),
    ActionSpec(
        "compare-view", "Comparison", "Ctrl+B", "All compared networks, on one axis of time", VIEW
    ),
    ActionSpec(
        "gradient",
        "Where the gradient goes",
        "Ctrl+4",
        "The gradient by the step whose loss it comes from",
        VIEW,
        apart=True,
    ),
    ActionSpec(
        "jacobians",
        "The terms one by one",
        "Ctrl+5",
        "The product of Jacobians between two steps, term by term",
        VIEW,
    ),
    ActionSpec(
        "highway",
        "The highway",
        "Ctrl+6",
        "What the gates keep of each unit, beside all ways together",
        VIEW,
    ),
    ActionSpec(
        "spectrum",
        "The recurrent matrix",
        "Ctrl+7",
        "The eigenvalues of the recurrent matrices, and how they change",
        VIEW,
    ),
    ActionSpec(
        "saliency",
        "Which inputs mattered",
        "Ctrl+8",
        "The derivative of an output by each input",
        VIEW,
    ),
    ActionSpec(
        "saturation",
        "Saturation",
        "Ctrl+9",
        "How many units stand where their nonlinearity is flat, over time and updates",
        VIEW,
    ),
    ActionSpec(
        "histograms",
        "Histograms",
        "Ctrl+Shift+H",
        "How weights and gradients are spread, over the updates",
        VIEW,
    ),
    ActionSpec(
        "gradient-place",
        "Gradient below the network",
        "Ctrl+Shift+G",
        "Move the panel of the gradient below the network, its columns in line; again: back",
        VIEW,
    ),
    ActionSpec("run", "Run", "F5", "Train until paused, or until a breakpoint", RUN, "run"),
    ActionSpec("pause", "Pause", "F6", "Stop after the present update", RUN, "pause"),
    ActionSpec("run-pause", "Run or pause", "Space", "Train, or stop training", RUN),
    ActionSpec(
        "new-network",
        "New network",
        "Ctrl+R",
        "Begin anew with the same settings",
        RUN,
        apart=True,
    ),
    ActionSpec(
        "measure",
        "Measure on held-out data",
        "Ctrl+M",
        "Find how good the network is on data that it never learns from",
        RUN,
        apart=True,
    ),
    ActionSpec(
        "compare",
        "Compare…",
        "Ctrl+K",
        "Let other networks learn the same beside this one",
        RUN,
        apart=True,
    ),
    ActionSpec(
        "compare-next",
        "Look at the next network",
        "Ctrl+Shift+K",
        "Show the next of the compared networks in all views",
        RUN,
    ),
    ActionSpec(
        "compare-end",
        "End the comparison",
        "Ctrl+Alt+K",
        "Keep only the network that is shown, as it is",
        RUN,
    ),
    ActionSpec("step", "Step", "F10", "One step on", DEBUG, "step", repeats=True),
    ActionSpec("step-back", "Step back", "Shift+F10", "One step back", DEBUG, "back", repeats=True),
    ActionSpec(
        "play", "Play", "Ctrl+Space", "Step by step on, by itself; again: stop", DEBUG, apart=True
    ),
    ActionSpec(
        "play-back",
        "Play back",
        "Ctrl+Shift+Space",
        "Step by step back, by itself; again: stop",
        DEBUG,
    ),
    ActionSpec(
        "run-to-cursor",
        "Run to cursor",
        "Ctrl+F10",
        "On to the operation that computes what is picked",
        DEBUG,
    ),
    ActionSpec(
        "breakpoint",
        "Breakpoint here",
        "F9",
        "Stop at this operation at every update; again: no more",
        DEBUG,
        apart=True,
    ),
    ActionSpec(
        "check-gradient",
        "Check this gradient…",
        "Ctrl+G",
        "Compare the gradient of the sequence shown with finite differences",
        DEBUG,
    ),
    ActionSpec("finer", "Into", "F11", "Step into: smaller steps", DEBUG, apart=True),
    ActionSpec("coarser", "Out of", "Shift+F11", "Step out: larger steps", DEBUG),
    ActionSpec(
        "time-on",
        "Time step on",
        "Right",
        "One time step on",
        DEBUG,
        "step-time",
        apart=True,
        repeats=True,
    ),
    ActionSpec(
        "time-back",
        "Time step back",
        "Left",
        "One time step back",
        DEBUG,
        "back-time",
        repeats=True,
    ),
    ActionSpec("unit-up", "Unit above", "Up", "The unit above", DEBUG, repeats=True),
    ActionSpec("unit-down", "Unit below", "Down", "The unit below", DEBUG, repeats=True),
    ActionSpec(
        "whole-sequence",
        "Whole sequence",
        "Ctrl+End",
        "Leave the single operations: show all as computed",
        DEBUG,
        apart=True,
    ),
    ActionSpec(
        "first-tick",
        "First operation",
        "Home",
        "To the beginning of the forward pass",
        DEBUG,
        "first",
    ),
    ActionSpec("last-tick", "Last operation", "End", "To the end of the update", DEBUG, "last"),
    ActionSpec(
        "draw-symbol",
        "Draw one symbol",
        "Ctrl+D",
        "Write one more symbol of the sample text, and show what it was drawn from",
        DEBUG,
        apart=True,
        repeats=True,
    ),
    ActionSpec(
        "draw-anew",
        "Whole text again",
        "Ctrl+Shift+D",
        "Put away the text that was drawn symbol by symbol; the next symbol begins anew",
        DEBUG,
    ),
    ActionSpec(
        "palette",
        "Command palette…",
        "Ctrl+Shift+P",
        "Find an action by its name and do it",
        HELP,
    ),
    ActionSpec(
        "about-data",
        "About the data…",
        "Ctrl+I",
        "What is learnt, where the data come from, and what is known of them",
        HELP,
    ),
    ActionSpec("shortcuts", "Keys", "F1", "Show all keys", HELP),
    ActionSpec("about", "About rnnviz", "Shift+F1", "What rnnviz is, and its licences", HELP),
)


#: Those that walk through what was computed, or need the run for themselves.
ONLY_WHILE_PAUSED = (
    "export-pytorch",
    "step",
    "step-back",
    "first-tick",
    "last-tick",
    "run-to-cursor",
    "breakpoint",
    "whole-sequence",
    "play",
    "play-back",
    "check-gradient",
    "draw-symbol",
    "draw-anew",
)
