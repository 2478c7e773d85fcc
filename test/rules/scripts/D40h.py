import torch
from torch import nn
class WS(nn.Conv2d):
    def forward(self, x):
        w = self.weight
        self.weight = (w - w.mean()) / w.std()  # expect: module-assign  # raises: cannot assign 'torch\.FloatTensor' as
        return super().forward(x)
WS(1, 1, 1)(torch.randn(1, 1, 2, 2))
