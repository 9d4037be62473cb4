"""Demo data: a small company's year through the services, and millions by COPY.

Every person is invented; addresses end in `.example`, which nobody can own.
"""
