"""torch.random: the default generator."""
import torch
from torch import get_rng_state, initial_seed, manual_seed, seed, set_rng_state


class fork_rng:
    def __init__(self, devices=None, enabled=True, _caller="fork_rng", _devices_kw="devices", device_type="cuda"):
        self.enabled = enabled

    def __enter__(self):
        if self.enabled:
            self.state = get_rng_state()

    def __exit__(self, *args):
        if self.enabled:
            set_rng_state(self.state)
