"""torch.distributions.chi2."""
from torch.distributions.continuous import Chi2
