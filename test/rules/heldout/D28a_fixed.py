import torch
import numpy as np
from torch import nn

class IoUTrainer:
    def __init__(self):
        self.net = nn.Linear(4, 4)
        self.opt = torch.optim.Adam(self.net.parameters())
    def iou(self, a, b):
        lt = torch.maximum(a[:, :2], b[:, :2])
        rb = torch.minimum(a[:, 2:], b[:, 2:])
        wh = (rb - lt).clamp(min=0)
        inter = wh[:, 0] * wh[:, 1]
        return 1 - inter / (inter + 1)
    def step(self, x, t):
        loss = self.iou(self.net(x), t).mean()
        self.opt.zero_grad()
        loss.backward()
        self.opt.step()

IoUTrainer().step(torch.rand(5, 4), torch.rand(5, 4))
