"""Markdown as GitHub reads it, with the exact place of every link.

markdown-it-py reads the blocks; ``blocks`` notes where the text of each comes from. ``inlines`` reads what is in that
text the way cmark-gfm does, in one pass, and notes where each destination stands. ``walk`` turns both into occurrences.
"""
