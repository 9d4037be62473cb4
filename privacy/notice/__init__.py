"""The notice: its published texts by version, and how they are read."""
