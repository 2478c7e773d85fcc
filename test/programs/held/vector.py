import torch
import torch.nn as nn
from torch.nn.utils import parameters_to_vector, vector_to_parameters
from torch.func import functional_call

torch.manual_seed(1)
model = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))
shapes = [(n, p.shape, p.numel()) for n, p in model.named_parameters()]
print(shapes)
vec = parameters_to_vector(model.parameters()).detach().clone().requires_grad_(True)
print(vec.shape, vec.is_leaf, vec.requires_grad)
vector_to_parameters(vec, model.parameters())
x = torch.ones(4, 2)
loss = model(x).pow(2).mean()
try:
    g = torch.autograd.grad(loss, vec, retain_graph=True)[0]
except RuntimeError as e:
    print("Error:", e)
print(torch.autograd.grad(loss, vec, allow_unused=True))

def unpack(v):
    out, i = {}, 0
    for n, s, k in shapes:
        out[n] = v[i:i + k].view(s)
        i += k
    return out
loss2 = functional_call(model, unpack(vec), (x,)).pow(2).mean()
g = torch.autograd.grad(loss2, vec)[0]
print(g)
print(torch.allclose(loss, loss2))
model[0].weight = nn.Parameter(vec[0:6].view(3, 2))
print(model[0].weight.is_leaf, model[0].weight.data_ptr() == vec.data_ptr())
try:
    model[0].weight = vec[0:6].view(3, 2)
except TypeError as e:
    print(type(e).__name__, e)
del model[0].weight
model[0].weight = vec[0:6].view(3, 2)
out = model(x).sum()
out.backward()
print(vec.grad)
print([n for n, _ in model.named_parameters()])
sizes = [p.numel() for p in model.parameters()]
print(torch.split(vec, [6, 3, 3, 1]))
b = nn.Parameter(vec[1])
print(b, b.is_leaf)
try:
    torch.autograd.grad(b, vec)
except RuntimeError as e:
    print(e)
