"""What exists only where demo data is on."""
