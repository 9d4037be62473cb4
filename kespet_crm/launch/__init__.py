"""What bin/run, bin/test, bin/manage, bin/bench and bin/check do inside `.venv`."""
