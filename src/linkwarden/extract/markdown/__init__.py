"""Markdown as GitHub reads it, with the exact position of every link.

markdown-it-py reads the blocks; ``blocks`` records the position of their text. ``inlines`` reads that
text as cmark-gfm does, in one pass, and records the position of each destination. ``walk`` turns both into occurrences.
"""
