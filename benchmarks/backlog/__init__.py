"""The backlog burst: a third of a large register due for erasure at once."""
