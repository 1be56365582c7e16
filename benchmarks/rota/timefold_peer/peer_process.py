"""Runs in Timefold's own environment: problem (JSON) in, rota (text) out, stopped by processor time.

`python peer_process.py problem.json rota.txt cpu_seconds seed`
"""

import json
import sys
import threading
import time
from pathlib import Path

from aims import aims
from contracts import rules_of_contracts
from domain import Cell, Demand, Employee, Request, Rota, Shift
from timefold.solver import SolverFactory
from timefold.solver.config import Duration, ScoreDirectorFactoryConfig, SolverConfig, TerminationConfig
from timefold.solver.score import Constraint, ConstraintFactory, constraint_provider

TICK_S = 0.25


@constraint_provider
def constraints(factory: ConstraintFactory) -> list[Constraint]:
    return [*rules_of_contracts(factory), *aims(factory)]


def read(data: dict) -> Rota:
    employees = [Employee(last_day=data["days"] - 1, **row) for row in data["employees"]]
    off = {tuple(pair) for pair in data["days_off"]}
    return Rota(
        shifts=[Shift(**row) for row in data["shifts"]],
        requests=[Request(**row) for row in data["requests"]],
        demands=[Demand(**row) for row in data["demands"]],
        employees=employees,
        cells=[
            Cell(f"{employee.id}/{day}", employee, day, (employee.id, day) in off)
            for employee in employees
            for day in range(data["days"])
        ],
    )


def main(problem: str, rota: str, cpu_seconds: str, seed: str) -> None:
    data = json.loads(Path(problem).read_text(encoding="utf-8"))
    config = SolverConfig(
        solution_class=Rota,
        entity_class_list=[Cell],
        score_director_factory_config=ScoreDirectorFactoryConfig(constraint_provider_function=constraints),
        termination_config=TerminationConfig(spent_limit=Duration(seconds=36000)),
        random_seed=int(seed),
    )
    solver = SolverFactory.create(config).build_solver()

    is_done = threading.Event()

    def watch() -> None:
        # Told again and again: what is asked before the solver has begun is forgotten.
        while not is_done.wait(TICK_S):
            if time.process_time() >= float(cpu_seconds):
                solver.terminate_early()

    threading.Thread(target=watch, daemon=True).start()
    solved = solver.solve(read(data))
    is_done.set()
    cells = {(cell.employee.id, cell.day): cell.name() for cell in solved.cells}
    lines = [",".join(cells[row["id"], day] for day in range(data["days"])) for row in data["employees"]]
    Path(rota).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(json.dumps({"score": str(solved.score), "cpu_seconds": round(time.process_time(), 1)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
