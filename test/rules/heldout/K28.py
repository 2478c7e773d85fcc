import torch
from torch import nn
import torch.nn.functional as F
class GAT(nn.Module):
    def __init__(self, i, o, heads):
        super().__init__()
        self.W = nn.Parameter(torch.empty(heads, i, o)); self.a = nn.Parameter(torch.empty(heads, 2 * o, 1))
        nn.init.xavier_uniform_(self.W); nn.init.xavier_uniform_(self.a)
        self.o = o
    def forward(self, x, adj):
        h = torch.einsum("ni,hio->hno", x, self.W)
        e = F.leaky_relu(h @ self.a[:, :self.o] + (h @ self.a[:, self.o:]).transpose(1, 2), .2)
        e = torch.where(adj > 0, e, torch.full_like(e, -9e15))
        return (e.softmax(-1) @ h).mean(0)
adj = (torch.rand(6, 6) > .5).float(); adj.fill_diagonal_(1)
x, y, idx = torch.rand(6, 4), torch.randint(0, 3, (6,)), torch.tensor([0, 2, 5])
net = GAT(4, 3, 2); opt = torch.optim.Adam(net.parameters(), weight_decay=5e-4)
for _ in range(2):
    net.train(); opt.zero_grad()
    out = net(x, adj)
    F.cross_entropy(out[idx], y[idx]).backward()
    opt.step()
    net.eval()
    acc = (net(x, adj).max(1)[1] == y).double().mean()
