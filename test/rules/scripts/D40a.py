import torch, torch.nn as nn
class Clamp(nn.Linear):
    def forward(self, x):
        self.weight = self.weight.clamp(min=0)  # expect: module-assign  # raises: cannot assign 'torch\.FloatTensor' as
        return super().forward(x)
Clamp(2, 2)(torch.randn(1, 2))
