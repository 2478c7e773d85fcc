import torch
import torch.nn.functional as F
from torch import nn


class TiedAutoencoder(nn.Module):
    def __init__(self, n, k):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(k, n))
        self.bias_in, self.bias_out = nn.Parameter(torch.zeros(k)), nn.Parameter(torch.zeros(n))
        nn.init.xavier_uniform_(self.weight)

    def forward(self, x):
        return F.linear(torch.sigmoid(F.linear(x, self.weight, self.bias_in)), self.weight.t(), self.bias_out)

    def extra_repr(self):
        return f"{self.weight.shape[1]} -> {self.weight.shape[0]}"


torch.manual_seed(0)
net = TiedAutoencoder(4, 2)
print(net)
x = torch.rand(5, 4)
opt = torch.optim.Adadelta(net.parameters(), lr=1.0)
for i in range(4):
    opt.zero_grad()
    loss = F.mse_loss(net(x), x)
    loss.backward()
    opt.step()
    print(i, f"{loss.item():.5f}")
print(net.weight)
