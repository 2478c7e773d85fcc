"""torch.backends.mps: not there on other machines than Apple's."""


def is_available():
    return False


def is_built():
    return False
