"""torch.distributed.fsdp: the wrapped module does the work; with one process in view nothing is sharded."""
from torch.nn import Module

__import__("_rest").unknown()


class FullyShardedDataParallel(Module):
    def __init__(self, module, *args, **kwargs):
        super().__init__()
        self.module = module

    def forward(self, *args, **kwargs):
        return self.module(*args, **kwargs)


class FSDPModule:
    pass
