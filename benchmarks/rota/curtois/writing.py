"""Write a rota as text: one line for each employee, the shift of each day separated by commas, empty for a day off."""

from benchmarks.rota.curtois.instance import Instance, Lines


def write(instance: Instance, lines: Lines) -> str:
    """Return the text of a rota."""
    names = [*instance.shifts, ""]  # OFF is −1: the last one
    return "".join(",".join(names[shift] for shift in line) + "\n" for line in lines.tolist())
