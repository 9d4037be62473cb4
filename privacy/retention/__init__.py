"""Retention, first form: the notice's promise, kept every night (C.15, P36–P38)."""
