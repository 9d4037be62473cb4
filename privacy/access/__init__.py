"""The access package (Art. 15, 20)."""
