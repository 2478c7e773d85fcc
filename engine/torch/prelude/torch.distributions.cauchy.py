"""torch.distributions.cauchy."""
from torch.distributions.continuous import Cauchy
