"""Measured figures, each beside what it is compared with in the same run: `make bench`, docs/benchmarks.md."""
