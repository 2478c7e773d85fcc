import torch
import torch.nn as nn

torch.manual_seed(0)
model = nn.Linear(4, 2)
weight = model.weight
print("shape before:", weight.shape)
new = torch.randn(2, 4)
model.weight.data = new
print(model.weight is weight, model.weight._version)
print(model.weight)
model.weight.data[0, 0] = 7.0
print(new[0])
out = model(torch.ones(1, 4))
out.sum().backward()
print(model.weight.grad)
model.weight.data = torch.zeros(3, 4)
print(model.weight.shape, model)
try:
    model(torch.ones(1, 4))
except RuntimeError as error:
    print(error)
