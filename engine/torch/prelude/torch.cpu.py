"""torch.cpu: the device that is always there."""
import torch.cpu.amp


def is_available():
    return True


def device_count():
    return 1


def current_device():
    return "cpu"


def synchronize(device=None):
    pass
