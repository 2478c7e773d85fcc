"""torch.hub: where weights would be kept, and weights that nobody knows."""
import os

__import__("_rest").unknown()


def get_dir():
    return os.path.join(os.environ.get("TORCH_HOME", os.path.expanduser("~/.cache/torch")), "hub")


def _get_torch_home():
    return os.path.expanduser(os.environ.get("TORCH_HOME", "~/.cache/torch"))


def set_dir(d):
    pass
