"""Request × datum × purpose × duty: what a request does to each part of a person's data.

facts asks the rows, the law decides (registry.law.erasure), staying turns its words
into rows that a duty keeps, lines shows the whole as a plan, words says it.
"""
