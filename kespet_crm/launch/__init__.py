"""What the commands in bin/ do inside `.venv`: one module each."""
