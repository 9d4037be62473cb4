"""The law as pure functions: no models, no clock, no numbers outside parameters."""
