import torch
from torch import nn

class Decoder(nn.Module):
    def __init__(self, q=4, d=6):
        super().__init__()
        self.query = nn.Parameter(torch.randn(q, d))
        self.register_buffer("ref", torch.full((q, 2), 0.5))
        self.off = nn.Linear(d, 2)
        self.layers = nn.ModuleList(nn.Linear(d, d) for _ in range(2))
    def forward(self, feats):
        B = feats.shape[0]
        q = self.query.unsqueeze(0).expand(B, -1, -1)
        ref = self.ref.unsqueeze(0).expand(B, -1, -1)
        for layer in self.layers:
            q = torch.relu(layer(q)) + feats.mean(1, keepdim=True)
            ref += self.off(q) # raises: more than one element of the written-to tensor  # expect: inplace-overlap
        return ref

print(Decoder()(torch.randn(2, 7, 6)))
