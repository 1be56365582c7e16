"""Shift Scheduling Benchmark Instances (T. Curtois and R. Qu, 2014), solved by the engine through an adapter."""
