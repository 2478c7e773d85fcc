import torch
from torch import nn

class Progressive(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(2, 4)])
        self.head = nn.Linear(4, 1)
    def grow(self):
        self.layers.append(nn.Linear(4, 4))
    def forward(self, x):
        for l in self.layers:
            x = torch.relu(l(x))
        return self.head(x)

torch.manual_seed(0)
net = Progressive()
opt = torch.optim.Adam(net.parameters(), lr=1e-2)
for epoch in range(4):
    if epoch == 2:
        net.grow()
        opt.add_param_group({"params": net.layers[1].parameters()})
        frozen = net.layers[1].weight.detach().clone()
    loss = (net(torch.randn(6, 2)) - 1).pow(2).mean()
    opt.zero_grad(); loss.backward(); opt.step()
