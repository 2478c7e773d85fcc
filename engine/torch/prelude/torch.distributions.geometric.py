"""torch.distributions.geometric."""
from torch.distributions.bernoulli import Geometric
