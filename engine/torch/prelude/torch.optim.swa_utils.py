"""Weight averaging."""
