"""torch.accelerator: a machine without one."""
__import__("_rest").unknown()


def is_available():
    return False


def device_count():
    return 0


def current_accelerator(check_available=False):
    return None


def synchronize(*args):
    pass


empty_cache = synchronize
