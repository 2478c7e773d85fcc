import torch, torch.nn as nn
labels = torch.tensor([0, 1, 1], requires_grad=True)  # expect: grad-flag  # raises: Only Tensors of floating point and
