"""Places that lack workers: never forbidden, always paid."""

from releve.pipeline.rota.engine.problem import Demand
from releve.pipeline.rota.engine.solver.counters import priced
from releve.pipeline.rota.engine.solver.rules.rule import Convex
from releve.pipeline.rota.engine.solver.table import Table


class Coverage(Convex):
    """Each worker missing below the minimum, and below the wanted number, of an open cell."""

    def __init__(self, table: Table) -> None:
        weights, groups = table.problem.weights, table.place_cells

        def cost(demand: Demand, n: int) -> int:
            below_minimum, below_wanted = max(0, demand.minimum - n), max(0, demand.wanted - n)
            return weights.under_minimum * below_minimum + weights.under_wanted * below_wanted

        costs = []
        for group in range(groups.n):
            place, cell = table.place_cell(group)
            demand = place.demand_at(cell)
            most = max(demand.minimum, demand.wanted)
            costs.append(tuple(cost(demand, n) for n in range(most + 1)))
        self.counters = priced(groups, costs)
        with_rows = set(groups.keys.tolist())
        self.constant = sum(
            cost(place.demand_at(cell), 0)
            for p, place in enumerate(table.problem.places)
            for cell in table.open_cells(place)
            if table.place_cell_key(p, cell) not in with_rows
        )
