import torch
pos = torch.arange(4.0).expand(3, 4)
pos *= 2  # expect: inplace-overlap  # raises: unsupported operation: more than one
print(pos)
