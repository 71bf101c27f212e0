"""The steps of ``action.yml``: ``python -I -m linkwarden.action check`` and ``… issue``.

Inputs are passed as environment variables, never as parts of a script, so no input can run a command.
"""
