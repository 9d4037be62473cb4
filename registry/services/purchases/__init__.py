"""Purchase history from files: reading them, and writing what they say."""
