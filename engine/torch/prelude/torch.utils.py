"""torch.utils: the parts programs reach through `torch.utils.` without importing them."""
import torch.utils.checkpoint
import torch.utils.data
