"""torch.distributions.poisson."""
from torch.distributions.continuous import Poisson
