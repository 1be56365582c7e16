"""The rota engine: a pure optimiser with its problem format, an independent checker, explanations and replanning."""
