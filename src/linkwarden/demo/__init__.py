"""A test site on 127.0.0.1 that shows every verdict that needs neither the internet nor a domain name."""

from linkwarden.demo.readme import write_files
from linkwarden.demo.web import DemoWeb

__all__ = ["DemoWeb", "write_files"]
