"""torch.distributions.studentT."""
from torch.distributions.continuous import StudentT
