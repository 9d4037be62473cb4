"""Identifiers and names: what is valid, what is the same, what may not be stored.

Functions return reason codes; the words for them are in `registry.validators`.
"""
