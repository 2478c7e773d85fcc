"""torch.distributions.log_normal."""
from torch.distributions.transformed_distribution import LogNormal
