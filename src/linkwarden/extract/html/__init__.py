"""HTML: its tags as a browser reads them, and the links and anchors in them."""
