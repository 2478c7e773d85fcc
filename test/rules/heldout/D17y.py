import torch, torch.nn as nn
import numpy as np

# house prices, first try
X = np.random.rand(40, 3).astype("float32")
prices = (X @ np.array([3., -2., .5], dtype="float32") + .1)

X_train = torch.from_numpy(X[:32]); y_train = torch.from_numpy(prices[:32])
X_test = torch.from_numpy(X[32:]); y_test = torch.from_numpy(prices[32:])

def rmse(a, b):
    return torch.sqrt(torch.mean((a - b) ** 2))  # expect: shape-loss

net = nn.Sequential(nn.Linear(3, 10), nn.ReLU(), nn.Linear(10, 1))
opt = torch.optim.Adam(net.parameters(), lr=0.01)
for epoch in range(4):
    perm = torch.randperm(len(X_train))
    for i in range(0, len(X_train), 8):
        ix = perm[i:i+8]
        opt.zero_grad()
        out = net(X_train[ix])
        loss = rmse(out, y_train[ix])
        loss.backward()
        opt.step()
    print(epoch, loss.item())
