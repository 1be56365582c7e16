"""Reads of appointments, by subject: free times, the day at the desk, patients, counts."""
