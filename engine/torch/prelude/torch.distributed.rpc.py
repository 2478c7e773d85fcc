"""torch.distributed.rpc: there to be imported; nobody answers."""
from torch.distributed.rpc import api

__import__("_rest").unknown()


def is_available():
    return True
