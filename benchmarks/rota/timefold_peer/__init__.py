"""Timefold (PyPI, Java 17) on the same instances with the same processor time: a simple constraint-stream model."""
