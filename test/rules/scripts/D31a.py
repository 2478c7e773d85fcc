import torch, torch.nn as nn
net = nn.Linear(3, 1)
x = torch.randn(4, 3)
x_adv = x.float().clone().requires_grad_(True)
loss = net(x).mean()
g = torch.autograd.grad(loss, x_adv)[0]  # expect: grad-unused  # raises: The differentiated Tensor at index 0
