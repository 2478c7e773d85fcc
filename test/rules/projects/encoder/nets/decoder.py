from torch import nn


class Decoder(nn.Module):
    def __init__(self, z, d):
        super().__init__()
        self.out = nn.Linear(z, d)

    def forward(self, z):
        return self.out(z)
