import torch
import torch.nn as nn
from torch.utils.data import Dataset, DataLoader

class HousePrices(Dataset):
    def __init__(self, n=32):
        self.x = torch.randn(n, 5)
        self.y = self.x.sum(1)
    def __len__(self):
        return len(self.x)
    def __getitem__(self, i):
        return self.x[i], self.y[i]

class Regressor(nn.Module):
    def __init__(self):
        super().__init__()
        self.seq = nn.Sequential(nn.Linear(5, 8), nn.ReLU(), nn.Linear(8, 1))
    def forward(self, x):
        return self.seq(x)

model, crit = Regressor(), nn.MSELoss()
optim = torch.optim.Adam(model.parameters())
for xb, yb in DataLoader(HousePrices(), batch_size=8, shuffle=True):
    optim.zero_grad()
    loss = crit(model(xb).squeeze(-1), yb)
    loss.backward()
    optim.step()
