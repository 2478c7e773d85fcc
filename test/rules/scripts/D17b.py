import torch, torch.nn as nn, torch.nn.functional as F
def train_epoch(model, X, y, optimizer):
    perm = torch.randperm(len(X))
    for i in range(0, len(X), 8):
        idx = perm[i:i + 8]
        out = model(X[idx])
        loss = F.l1_loss(out, y[idx])  # expect: shape-loss
        optimizer.zero_grad(); loss.backward(); optimizer.step()
net = nn.Linear(5, 1)
train_epoch(net, torch.randn(24, 5), torch.randn(24), torch.optim.Adam(net.parameters()))
