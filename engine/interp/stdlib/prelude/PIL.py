"""PIL: the names that packages touch; images come from outside and are unknown."""

__version__ = "12.3.0"


class UnidentifiedImageError(OSError):
    pass


def __getattr__(name):
    import importlib

    if name.startswith("Image"):
        return importlib.import_module("PIL." + name)
    raise AttributeError(f"module 'PIL' has no attribute '{name}'")
