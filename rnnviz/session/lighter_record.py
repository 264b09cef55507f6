"""A record of a session with fewer moments to go back to."""

from dataclasses import replace

from rnnviz.session.branch import Branch
from rnnviz.session.project_desk import SessionRecord
from rnnviz.session.run_record import RunRecord

#: Bytes of each network's moments to go back to that are left in what is written often and seldom
#: needed, or is to be passed on.
LIGHT = 16 << 20


def lighter(record: SessionRecord, most_bytes: int) -> SessionRecord:
    """The same, with restore points of at most about so many bytes for each network: going back
    from there comes to the same bits, only later. What was given stays as it is."""
    networks = tuple((run, _lighter(each, most_bytes)) for run, each in record.networks)
    return replace(record, networks=networks)


def _lighter(record: RunRecord, most_bytes: int) -> RunRecord:
    share = most_bytes // len(record.branches)
    return replace(record, branches=tuple(_thinned(each, share) for each in record.branches))


def _thinned(branch: Branch, most_bytes: int) -> Branch:
    copy = branch.copy()
    copy.points = branch.points.thinned(most_bytes)
    return copy
