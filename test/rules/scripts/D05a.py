import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.backbone = nn.Sequential(nn.Linear(5, 16), nn.GELU())
        self.heads = nn.ModuleDict({"cls": nn.Linear(16, 3), "box": nn.Linear(16, 4)})
    def forward(self, x):
        f = self.backbone(x)
        return {name: head(f) for name, head in self.heads.items()}
net = Net()
optimizer = torch.optim.AdamW(net.parameters())
out = net(torch.randn(4, 5))
losses = {"cls": nn.functional.cross_entropy(out["cls"], torch.tensor([0, 1, 2, 0])), "box": out["box"].abs().mean()}
optimizer.zero_grad()
for name, loss in losses.items():
    loss.backward()  # raises: Trying to backward through the graph a  # expect: graph-freed
optimizer.step()
