import torch
assert torch.isnan(model.rate.weight.grad).any().item() == BUG
