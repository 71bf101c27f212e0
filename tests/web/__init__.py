"""A local test web: real sockets and real TLS on 127.0.0.1, and one table of behaviours."""

from tests.web import tricks  # noqa: F401 - fills the table
from tests.web.behaviours import BEHAVIOURS
from tests.web.server import Asked, Behaviour, Call, Web

__all__ = ["BEHAVIOURS", "Asked", "Behaviour", "Call", "Web"]
