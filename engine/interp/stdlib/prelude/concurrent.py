"""Running jobs on workers."""
