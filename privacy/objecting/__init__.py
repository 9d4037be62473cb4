"""Objections on own grounds (Art. 21(1)): weighed, decided, carried out."""
