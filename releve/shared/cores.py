"""The processor cores that this process may use."""

import os


def n_cores() -> int:
    """Return how many: fewer than the machine has, where it is held to some of them (taskset, a container)."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
