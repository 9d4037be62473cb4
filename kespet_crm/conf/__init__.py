"""Parts of the settings that are long enough to have a name of their own."""
