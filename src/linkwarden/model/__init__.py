"""The words that the five stages share: frozen types, no behavior that needs the world."""
