"""torch.distributed._tensor: the older name."""
from torch.distributed.tensor import DTensor, Partial, Placement, Replicate, Shard

__import__("_rest").unknown()
