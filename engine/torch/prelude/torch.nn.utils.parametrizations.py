"""Ready-made parametrizations."""
