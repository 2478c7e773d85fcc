"""torch.backends: switches of libraries that a run on the CPU does not use."""
import torch.backends.cuda
import torch.backends.cudnn
import torch.backends.mps
