import torch
import torch.nn as nn

class GCNLayer(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.lin = nn.Linear(i, o)
    def forward(self, a, x):
        return a @ self.lin(x)

def normalise(adj):
    adj = adj + torch.eye(adj.size(0))
    d = adj.sum(1).rsqrt()
    return d[:, None] * adj * d[None]

n = 8
adj = normalise((torch.rand(n, n) > 0.6).float())
feats, labels = torch.randn(n, 5), torch.randint(0, 3, (n,))
gc1, gc2 = GCNLayer(5, 16), GCNLayer(16, 3)
optimizer = torch.optim.Adam(list(gc1.parameters()) + list(gc2.parameters()), lr=0.01, weight_decay=5e-4)
h = torch.relu(gc1(adj, feats))  # expect: graph-freed

def train(epoch):
    optimizer.zero_grad()
    out = gc2(adj, h).log_softmax(1)
    loss = nn.functional.nll_loss(out, labels)
    loss.backward()  # raises: backward through the graph a second time
    optimizer.step()
    return loss.item()

for epoch in range(3):
    print(f"epoch {epoch}: {train(epoch):.3f}")
