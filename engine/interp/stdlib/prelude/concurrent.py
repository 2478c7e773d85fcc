"""Running jobs on workers."""
__import__("_rest").unknown()
