"""RestorePoints: moments of a run to go back to, dense near the cursor and sparse far off."""

from bisect import bisect_right
from collections.abc import Sequence

from rnnviz.engine.training import Moment

#: Bytes that all moments of a run may take together.
MOST_BYTES = 128 << 20
#: So far from the cursor, in updates, the gaps are twice as wide as at it.
DOUBLING_DISTANCE = 16_000
#: This share of the memory is for the moments just before the cursor, which all stay: over
#: them one goes back step by step.
NEAR_SHARE = 0.3


class RestorePoints:
    """Moments by update, at most `most_bytes` of them; the first one always stays."""

    def __init__(self, most_bytes: int = MOST_BYTES):
        self._most_bytes = most_bytes
        self._moments: list[Moment] = []
        self._bytes = 0

    @classmethod
    def of(cls, moments: Sequence[Moment]) -> "RestorePoints":
        """These, in the order of their updates."""
        points = cls()
        points._moments = list(moments)
        points._bytes = sum(moment.size for moment in moments)
        return points

    def __len__(self) -> int:
        return len(self._moments)

    @property
    def moments(self) -> tuple[Moment, ...]:
        """All of them, by update."""
        return tuple(self._moments)

    @property
    def size(self) -> int:
        """Bytes that all moments take."""
        return self._bytes

    def add(self, moment: Moment, cursor: int | None = None) -> None:
        """Keep a moment; where there is no room, the one that is missed least makes way.

        cursor  the update where a person stands; None: that of the moment.
        """
        updates = [kept.update for kept in self._moments]
        place = bisect_right(updates, moment.update)
        if place and updates[place - 1] == moment.update:
            return
        self._moments.insert(place, moment)
        self._bytes += moment.size
        self._make_room(moment.update if cursor is None else cursor)

    def keep_to(self, most_bytes: int, cursor: int) -> None:
        """At most so many bytes from now on, densest around the update `cursor`."""
        self._most_bytes = most_bytes
        self._make_room(cursor)

    def first(self, update: int) -> "RestorePoints":
        """The moments at or before an update; the moments themselves are shared."""
        points = RestorePoints(self._most_bytes)
        points._moments = [kept for kept in self._moments if kept.update <= update]
        points._bytes = sum(kept.size for kept in points._moments)
        return points

    def thinned(self, most_bytes: int) -> "RestorePoints":
        """The first moment, and of the others every second, or third, … so that they take at most
        so many bytes; the newest one is among them."""
        first, *later = self._moments
        step = max(1, -(-self._bytes // max(1, most_bytes)))
        return RestorePoints.of([first, *reversed(later[::-1][::step])])

    def before(self, update: int) -> Moment:
        """The newest moment at or before an update. Raises LookupError where there is none."""
        place = bisect_right([kept.update for kept in self._moments], update)
        if not place:
            raise LookupError(f"no moment at or before update {update}")
        return self._moments[place - 1]

    def wide_gap(self, update: int, widest: int) -> tuple[Moment, int] | None:
        """The nearest gap before an update that is wider than `widest`: the moment at which it
        begins, and the update at which it ends. None where there is none."""
        updates = [kept.update for kept in self._moments]
        for n in range(bisect_right(updates, update) - 1, 0, -1):
            if updates[n] - updates[n - 1] > widest:
                return self._moments[n - 1], updates[n]
        return None

    def drop_after(self, update: int) -> None:
        """Forget what came after an update: another future follows."""
        while self._moments and self._moments[-1].update > update:
            self._bytes -= self._moments.pop().size

    def _make_room(self, cursor: int) -> None:
        while self._bytes > self._most_bytes and len(self._moments) > 1:
            self._bytes -= self._moments.pop(self._least_missed(cursor)).size

    def _least_missed(self, cursor: int) -> int:
        """The moment without which the gap is smallest for its distance from the cursor."""
        if len(self._moments) == 2:
            return 1
        updates = [kept.update for kept in self._moments]

        def gap(n: int) -> float:
            width = updates[n + 1] - updates[n - 1]
            return width / (abs(cursor - updates[n]) + DOUBLING_DISTANCE)

        here = bisect_right(updates, cursor)
        near = here - int(NEAR_SHARE * self._most_bytes / self._moments[0].size)
        far = [n for n in range(1, len(updates) - 1) if not near <= n < here]
        return min(far or range(1, len(updates) - 1), key=gap)
