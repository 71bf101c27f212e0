"""The words that the five stages share: frozen types, no behaviour that needs the world."""
