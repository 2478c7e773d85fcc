import torch
from torch import nn
import torch.nn.functional as F

class FeatureExtractor(nn.Module):
    def __init__(self, backbone):
        super().__init__()
        self.backbone = backbone
        self._feats = None
        backbone[0].register_forward_hook(self._hook)
    def _hook(self, module, inp, out):
        self._feats = out
    def forward(self, x):
        self.backbone(x)
        return self._feats

class Captioner(nn.Module):
    def __init__(self):
        super().__init__()
        self.extract = FeatureExtractor(nn.Sequential(nn.Linear(6, 8), nn.ReLU()))
        self.decoder = nn.Linear(8, 5)
    def forward(self, x):
        return self.decoder(self.extract(x))

model = Captioner()
opt = torch.optim.Adam(model.parameters(), lr=1e-3)
for _ in range(2):
    loss = F.cross_entropy(model(torch.randn(4, 6)), torch.tensor([0, 1, 2, 3]))
    opt.zero_grad(); loss.backward(); opt.step()
