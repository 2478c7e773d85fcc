import torch
import torch.nn as nn
class Backbone(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv1d(1, 2, 3)
        self.bn = nn.BatchNorm1d(2)
    def forward(self, x):
        return torch.relu(self.bn(self.conv(x))).mean(-1)
class Classifier(nn.Module):
    def __init__(self, backbone, n):
        super().__init__()
        self.backbone = backbone
        self.head = nn.Linear(2, n)
    def forward(self, x):
        return self.head(self.backbone(x))
    def freeze(self, flag=True):
        for name, p in self.backbone.named_parameters():
            p.requires_grad = not flag
        return self
torch.manual_seed(0)
m = Classifier(Backbone(), 2).freeze()
trainable = [n for n, p in m.named_parameters() if p.requires_grad]
print(trainable)
opt = torch.optim.SGD(filter(lambda p: p.requires_grad, m.parameters()), lr=0.1)
x = torch.arange(12.).view(2, 1, 6)
y = torch.tensor([0, 1])
for epoch in range(4):
    if epoch == 2:
        m.freeze(False)
        opt.add_param_group({"params": m.backbone.parameters(), "lr": 0.01})
        torch.nn.init.zeros_(m.backbone.conv.bias)
    m.train()
    m.backbone.bn.eval()
    loss = nn.functional.cross_entropy(m(x), y)
    opt.zero_grad()
    loss.backward()
    opt.step()
    print(epoch, f"{loss.item():.5f}", [None if p.grad is None else round(p.grad.norm().item(), 4) for p in m.parameters()])
for p in m.parameters():
    p.requires_grad = False
try:
    m(x).sum().backward()
except RuntimeError as e:
    print("frozen:", e)
m.requires_grad_(True)
print(all(p.requires_grad for p in m.parameters()), m.training, m.backbone.bn.training)
n_all = sum(p.numel() for p in m.parameters())
print(f"{n_all:,} params, {n_all * 4 / 1024:.2f} KiB")
try:
    m.head.weight.requires_grad = "yes"
except Exception as e:
    print(type(e).__name__, e)
try:
    torch.optim.SGD([p for p in m.parameters() if not p.requires_grad], lr=0.1)
except ValueError as e:
    print(e)
try:
    torch.optim.SGD(m.head.weight, lr=0.1)
except TypeError as e:
    print(e)
try:
    torch.optim.Adam(m.parameters(), lr=-1)
except ValueError as e:
    print(e)
try:
    opt.add_param_group({"params": m.head.parameters()})
except ValueError as e:
    print(e)
