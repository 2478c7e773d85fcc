import torch
import torch.nn as nn
from torch.nn.utils.convert_parameters import parameters_to_vector, vector_to_parameters


class Tiny(nn.Module):
    def __init__(self):
        super(Tiny, self).__init__()
        self.linear = nn.Linear(4, 1)

    def forward(self, x):
        return self.linear(x)


torch.manual_seed(0)
model = Tiny()
for name, param in model.named_parameters():
    print(name, param.size())
criterion = nn.MSELoss()
vec = parameters_to_vector(model.parameters()).detach().clone().requires_grad_(True)
print(vec)
vector_to_parameters(vec, model.parameters())
inputs, target = torch.randn(1, 4), torch.randn(1, 1)
loss = criterion(model(inputs), target)
print(loss)
gradient = torch.autograd.grad(loss, vec)[0]
print(gradient)
