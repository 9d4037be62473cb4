"""Retention under SIGKILL: workers and the database die, the end is the same."""
