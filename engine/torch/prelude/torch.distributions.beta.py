"""torch.distributions.beta."""
from torch.distributions.dirichlet import Beta
