"""torch.mtia: a machine without such a device."""
__import__("_rest").unknown()


def is_available():
    return False


def device_count():
    return 0


def is_initialized():
    return False


def synchronize(*args):
    pass


manual_seed = manual_seed_all = empty_cache = synchronize
