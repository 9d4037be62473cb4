"""Public pages: the notice and, beside it, the rights of data subjects."""
