"""How fast the product is, beside plain SQL for the same answer in the same run."""
