import torch
import torch.nn as nn
import torch.nn.functional as F

class GCN(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.gate = nn.Parameter(torch.zeros(n))
        self.lin = nn.Linear(4, 2)
        self.cached = None
    def norm_adj(self, adj):
        if self.cached is not None:
            return self.cached
        w = adj * torch.sigmoid(self.gate)
        self.cached = w / w.sum(1, keepdim=True)  # expect: graph-freed
        return self.cached
    def forward(self, x, adj):
        return self.norm_adj(adj) @ self.lin(x)

adj, feats = torch.ones(6, 6), torch.randn(6, 4)
labels = torch.randint(0, 2, (6,))
net = GCN(6)
opt = torch.optim.Adam(net.parameters(), lr=0.01)
for epoch in range(3):
    net.train()
    opt.zero_grad()
    F.cross_entropy(net(feats, adj), labels).backward()  # raises: Trying to backward through the graph a
    opt.step()
