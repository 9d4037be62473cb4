"""Exporting and erasing one person with a thousand rows."""
