"""Parts of the staff's pages that belong to no single model."""
