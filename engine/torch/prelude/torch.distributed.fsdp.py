"""torch.distributed.fsdp: the classes programs ask about. What wrapping a module gives is not known: it shards and replaces the parameters."""
from _gradsight import unknown
from torch.nn import Module

__import__("_rest").unknown()


class _Sharding(type):
    def __getattr__(cls, name):
        return unknown(f"`{cls.__name__}.{name}` is not modelled")


class FullyShardedDataParallel(Module, metaclass=_Sharding):
    def __new__(cls, module, *args, **kwargs):
        return unknown("a sharded module is not modelled")


class FSDPModule:
    pass
