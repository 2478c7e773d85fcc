"""torch.distributed.fsdp.fully_sharded_data_parallel: the class under its file's name."""
from torch.distributed.fsdp import FullyShardedDataParallel

__import__("_rest").unknown()
