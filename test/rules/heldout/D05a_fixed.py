import torch
from torch import nn

class MultiTask(nn.Module):
    def __init__(self):
        super().__init__()
        self.backbone = nn.Sequential(nn.Linear(6, 10), nn.ReLU())
        self.depth = nn.Linear(10, 1)
        self.seg = nn.Linear(10, 4)
    def forward(self, x):
        feat = self.backbone(x)
        return {"depth": self.depth(feat), "seg": self.seg(feat)}

model = MultiTask()
opt = torch.optim.AdamW(model.parameters())
criteria = {"depth": nn.L1Loss(), "seg": nn.CrossEntropyLoss()}
batch = {"image": torch.randn(4, 6), "depth": torch.rand(4, 1), "seg": torch.randint(0, 4, (4,))}
opt.zero_grad()
pred = model(batch["image"])
sum(crit(pred[task], batch[task]) for task, crit in criteria.items()).backward()
opt.step()
