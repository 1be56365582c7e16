"""The rota problem as files: our own stable JSON, and the networks of the benchmarks."""

from releve.pipeline.rota.engine.format.consistency import refuse_inconsistent
from releve.pipeline.rota.engine.format.network import Network, is_network, read_network
from releve.pipeline.rota.engine.format.network_writing import write_network
from releve.pipeline.rota.engine.format.promises import PromisesBeyondRooms, promises_beyond_rooms
from releve.pipeline.rota.engine.format.reading import parse, read_problem
from releve.pipeline.rota.engine.format.refusals import Fault, ProblemRefused
from releve.pipeline.rota.engine.format.rosters import read_roster, roster_text, write_roster
from releve.pipeline.rota.engine.format.writing import as_text, write_problem

__all__ = [
    "Fault",
    "Network",
    "ProblemRefused",
    "PromisesBeyondRooms",
    "as_text",
    "is_network",
    "parse",
    "promises_beyond_rooms",
    "read_network",
    "read_problem",
    "read_roster",
    "refuse_inconsistent",
    "roster_text",
    "write_network",
    "write_problem",
    "write_roster",
]
