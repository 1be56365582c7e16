"""Workers gathered so that those who share places are together: regions, as far as there are any."""

import numpy as np

from releve.pipeline.rota.engine.solver.rota import Ground

# Annealed while the others stay, a cluster of network-100 got dearer (docs/models/rota.md): up to 200 offices are one.
ROWS_PER_CLUSTER = 400_000


def clusters_of(ground: Ground) -> list[tuple[int, ...]]:
    """Return groups of workers; those of one group share places, and each group is about as large."""
    table = ground.table
    weight = np.bincount(table.worker[ground.movable], minlength=len(ground.problem.workers))
    n_clusters = max(1, round(weight.sum() / ROWS_PER_CLUSTER))
    near = np.zeros((len(weight), len(ground.problem.places)))
    np.add.at(near, (table.worker[ground.movable], table.place[ground.movable]), 1.0)
    near /= np.maximum(near.sum(axis=0), 1)
    left = set(np.flatnonzero(weight).tolist())
    clusters: list[tuple[int, ...]] = []
    while left:
        target = sum(weight[w] for w in left) / max(1, n_clusters - len(clusters))
        seed = min(left)
        chosen, total = [seed], weight[seed]
        left.remove(seed)
        reach = near[seed].copy()
        while left and total < target:
            rest = np.array(sorted(left))
            pull = near[rest] @ reach
            nearest = int(rest[int(np.argmax(pull))])
            chosen.append(nearest)
            left.remove(nearest)
            total += weight[nearest]
            reach += near[nearest]
        clusters.append(tuple(sorted(chosen)))
    return clusters
