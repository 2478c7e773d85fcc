import torch
import torch.nn as nn
from torch.nn.utils import parameters_to_vector, vector_to_parameters

torch.manual_seed(0)
net = nn.Linear(3, 2)
vec = parameters_to_vector(net.parameters()).detach().clone().requires_grad_(True)
vector_to_parameters(vec, net.parameters())
optimizer = torch.optim.SGD([vec], lr=0.1)
x, y = torch.randn(5, 3), torch.randn(5, 2)
for epoch in range(3):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(net(x), y)
    loss.backward()
    optimizer.step()
    print(epoch, round(loss.item(), 5), vec.grad)
print(net.weight.grad is not None, net.bias.grad.shape)
print(net.weight.data_ptr() == vec.data_ptr())
