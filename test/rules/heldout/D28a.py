import torch
import numpy as np
from torch import nn

class IoUTrainer:
    def __init__(self):
        self.net = nn.Linear(4, 4)
        self.opt = torch.optim.Adam(self.net.parameters())
    def iou(self, a, b):
        a, b = a.detach().numpy(), b.numpy()  # expect: grad-no-graph
        lt = np.maximum(a[:, :2], b[:, :2])
        rb = np.minimum(a[:, 2:], b[:, 2:])
        wh = np.clip(rb - lt, 0, None)
        inter = wh[:, 0] * wh[:, 1]
        return torch.from_numpy(1 - inter / (inter + 1))
    def step(self, x, t):
        loss = self.iou(self.net(x), t).mean()
        self.opt.zero_grad()
        loss.backward()  # raises: does not require grad
        self.opt.step()

IoUTrainer().step(torch.rand(5, 4), torch.rand(5, 4))
