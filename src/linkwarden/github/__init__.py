"""What GitHub says about repositories, and what rules read from it. Pure."""
