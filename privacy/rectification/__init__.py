"""Rectification: proposed values, decisions per field, carrying out (Art. 16)."""
