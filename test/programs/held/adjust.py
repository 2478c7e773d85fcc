import torch
import torch.nn as nn
from torch.nn import init
class SimpleModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear1 = nn.Linear(4, 4)
        self.linear2 = nn.Linear(4, 2)
    def forward(self, x):
        return self.linear2(torch.relu(self.linear1(x)))
torch.manual_seed(0)
model = SimpleModel()
for param in model.parameters():
    print(type(param), param.requires_grad)
print(model.state_dict().keys())
new_weight = torch.randn(2, 4)
model.linear2.weight.data = new_weight
print(model.linear2.weight is new_weight, torch.equal(model.linear2.weight, new_weight))
try:
    model.linear2.weight.data = torch.randn(3, 3)
    model(torch.ones(1, 4))
except RuntimeError as e:
    print(e)
model.linear2.weight.data = new_weight
try:
    model.linear2.weight = new_weight
except TypeError as e:
    print(e)
def init_weights(m):
    if isinstance(m, nn.Linear):
        init.xavier_uniform_(m.weight)
        init.zeros_(m.bias)
model.apply(init_weights)
def adjust(model, epoch):
    if epoch == 1:
        for p in model.linear1.parameters():
            p.requires_grad = False
    elif epoch == 3:
        for p in model.linear1.parameters():
            p.requires_grad = True
        init.constant_(model.linear1.weight, 0.1)
opt = torch.optim.SGD(model.parameters(), lr=0.1, weight_decay=1e-4)
for epoch in range(5):
    adjust(model, epoch)
    loss = model(torch.ones(2, 4)).pow(2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
    print(epoch, [p.grad is not None for p in model.parameters()], f"{loss:.5f}")
with torch.no_grad():
    for p in model.parameters():
        if p.dim() > 1:
            p.data *= 0.5
            p.mul_(2)
def verify(model):
    for name, p in model.named_parameters():
        print(f"{name}: {p.mean().item():.4f} ± {p.std().item():.4f}")
        assert not torch.isnan(p).any(), f"NaN detected in {name}"
verify(model)
model.linear1.weight.data[0, 0] = float("nan")
try:
    verify(model)
except AssertionError as e:
    print(e)
def fix(sd, model):
    new = {}
    for name, p in model.state_dict().items():
        if name in sd:
            new[name] = sd[name]
        else:
            print(f"Missing key: {name}")
            new[name] = p.clone()
    return new
print(model.load_state_dict(fix({"linear1.bias": torch.zeros(4)}, model)))
dp = nn.DataParallel(model)
print(list(dp.state_dict())[:2], dp.module is model)
try:
    model.load_state_dict(dp.state_dict())
except RuntimeError as e:
    print(e)
model.linear3 = model.linear1
model.linear2.bias = None
print(model, len(list(model.parameters())))
