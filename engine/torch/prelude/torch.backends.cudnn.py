"""torch.backends.cudnn: not there on a machine without CUDA."""
enabled = True
benchmark = False
deterministic = False
allow_tf32 = True


def is_available():
    return False


def version():
    return None
