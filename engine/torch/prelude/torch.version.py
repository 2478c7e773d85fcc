"""torch.version: of a build for the CPU."""
import torch

__version__ = torch.__version__
debug = False
cuda = None
hip = None
git_version = "unknown"
