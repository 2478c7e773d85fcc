"""torch.utils.data._utils: home of the collating functions."""
import torch.utils.data._utils.collate
