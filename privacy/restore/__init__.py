"""The erasure journal and what it is for: a restored register stays closed until every
erasure, objection, withdrawal and restriction of the journal has been applied again.

lines and file_store keep the journal, marks what the database knows of it, writing
joins the two, facts says what is journaled, door judges, settling mends what killed
workers left, staging and replay apply the journal to a restored register.
"""
