"""Components by name."""
REGISTRY = {}


def register(cls):
    REGISTRY[cls.__name__.lower()] = cls
    return cls


def build(name, **settings):
    return REGISTRY[name](**settings)
