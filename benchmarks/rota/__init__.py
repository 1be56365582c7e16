"""Benchmarks of the rota."""
