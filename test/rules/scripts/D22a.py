import torch
class Adapter:
    def __init__(self, n):
        self.scale = torch.full((n,), 0.5, requires_grad=True).view(1, -1)
    def parameters(self):
        return [self.scale]
opt = torch.optim.Adam(Adapter(3).parameters())  # expect: optimizer-params  # raises: can't optimize a non-leaf Tensor
