"""Erasing a person: journal, execution, proof (Art. 17)."""
