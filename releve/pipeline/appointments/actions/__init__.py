"""Writes of appointments, one module an intention."""
