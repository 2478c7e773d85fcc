"""torch.distributions.half_normal."""
from torch.distributions.continuous import HalfNormal
