"""A small web on 127.0.0.1 that holds every verdict which needs neither the internet nor a domain name."""

from linkwarden.demo.readme import write_files
from linkwarden.demo.web import DemoWeb

__all__ = ["DemoWeb", "write_files"]
