import torch
from torch import nn
from torch.nn.utils import vector_to_parameters

model = nn.Linear(3, 2)
try:
    vector_to_parameters([0.0] * 8, model.parameters())
except TypeError as error:
    print("TypeError:", error)
vector_to_parameters(torch.zeros(9), model.parameters())
print(model.weight)
try:
    vector_to_parameters(torch.zeros(7), model.parameters())
except RuntimeError as error:
    print("RuntimeError:", error)
print(model.bias.data)
