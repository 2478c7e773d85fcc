import torch
from torch import nn

class Backbone(nn.Module):
    def __init__(self, frozen_stages=1, norm_eval=True):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 4, 3, 2, 1), nn.BatchNorm2d(4), nn.ReLU(inplace=True))
        self.stage1 = nn.Sequential(nn.Conv2d(4, 8, 3, 2, 1), nn.BatchNorm2d(8), nn.ReLU(inplace=True))
        self.stage2 = nn.Sequential(nn.Conv2d(8, 8, 3, 2, 1), nn.BatchNorm2d(8), nn.ReLU(inplace=True))
        self.frozen_stages, self.norm_eval = frozen_stages, norm_eval
        self._freeze()
    def _freeze(self):
        if self.frozen_stages >= 0:
            self.stem.eval()
            for p in self.stem.parameters():
                p.requires_grad = False
        for i in range(1, self.frozen_stages + 1):
            m = getattr(self, f"stage{i}")
            m.eval()
            for p in m.parameters():
                p.requires_grad = False
    def train(self, mode=True):
        super().train(mode)
        self._freeze()
        if mode and self.norm_eval:
            for m in self.modules():
                if isinstance(m, nn.BatchNorm2d):
                    m.eval()
        return self
    def forward(self, x):
        outs = []
        for s in (self.stem, self.stage1, self.stage2):
            x = s(x)
            outs.append(x)
        return tuple(outs)

class Detector(nn.Module):
    def __init__(self):
        super().__init__()
        self.backbone, self.head = Backbone(), nn.Conv2d(8, 2, 1)
    def forward(self, x):
        return self.head(self.backbone(x)[-1]).mean((2, 3))

model = Detector()
opt = torch.optim.SGD(filter(lambda p: p.requires_grad, model.parameters()), lr=0.01, momentum=0.9)
model.train()
for _ in range(2):
    loss = nn.functional.cross_entropy(model(torch.randn(2, 3, 16, 16)), torch.tensor([0, 1]))
    opt.zero_grad(); loss.backward(); opt.step()
