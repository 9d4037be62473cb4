"""Reads that span several models: search, counting, lists."""
