"""Every right of a data subject, with its workers killed on the way."""
