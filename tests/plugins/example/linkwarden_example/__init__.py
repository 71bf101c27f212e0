"""An example of plugins: one module for each, named by an entry point in pyproject.toml."""
