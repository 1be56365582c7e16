"""The rota problem as files: our own stable JSON, and the networks of the benchmarks."""
