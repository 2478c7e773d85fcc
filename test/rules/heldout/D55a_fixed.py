import torch
from torch import nn
import numpy as np

class NumpyData(torch.utils.data.Dataset):
    def __init__(self, n):
        self.x = np.random.randn(n, 3).astype(np.float32)
        self.y = np.random.randn(n, 1)
    def __len__(self):
        return len(self.x)
    def __getitem__(self, i):
        return self.x[i], self.y[i]

model = nn.Linear(3, 1)
opt = torch.optim.SGD(model.parameters(), 0.1)
for x, y in torch.utils.data.DataLoader(NumpyData(4), batch_size=2):
    loss = nn.functional.huber_loss(model(x), y.float())
    opt.zero_grad()
    loss.backward()
    opt.step()
