import copy
import torch
from torch import nn
from torch.nn.utils import parametrizations, remove_weight_norm, spectral_norm, weight_norm

torch.manual_seed(0)
old = weight_norm(nn.Linear(2, 2))
print([n for n, _ in old.named_parameters()], old.weight.is_leaf, old.weight_g.shape)
out = old(torch.ones(1, 2))
out.sum().backward()
print(old.weight_g.grad, old.bias.grad)
try:
    copy.deepcopy(old)
except RuntimeError as error:
    print(str(error)[:60])
remove_weight_norm(old)
print([n for n, _ in old.named_parameters()])
new = parametrizations.weight_norm(nn.Linear(2, 2))
print([n for n, _ in new.named_parameters()])
new(torch.ones(1, 2)).sum().backward()
print(new.parametrizations.weight.original0.grad)
print(copy.deepcopy(new)(torch.ones(1, 2)))
