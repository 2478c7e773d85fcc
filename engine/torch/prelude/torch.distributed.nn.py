"""torch.distributed.nn: the differentiable collectives."""
from torch.distributed.nn.functional import all_gather, all_reduce

__import__("_rest").unknown()
