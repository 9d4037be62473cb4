"""Requests that come without the web form: mail that the mail server pipes in."""
