"""``python -m linkwarden``."""

from linkwarden.cli import main

raise SystemExit(main())
