"""torch.amp: on the CPU nothing is cast unless asked to, and the scaler is disabled."""
import torch
from torch.amp.autocast_mode import autocast, custom_bwd, custom_fwd, is_autocast_available
from torch.amp.grad_scaler import GradScaler
