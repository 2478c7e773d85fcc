import numpy as np
import torch
from torch import nn
net = nn.Linear(4, 4)
opt = torch.optim.Adam(net.parameters())
for _ in range(2):
    z = net(torch.randn(3, 4))
    sorted_z = torch.tensor(np.sort(z.detach().numpy(), axis=1))  # expect: grad-no-graph
    loss = (sorted_z - torch.arange(4.0)).pow(2).mean()
    opt.zero_grad()
    loss.backward()  # raises: element 0 of tensors does not require
