import torch
import torch.nn as nn
from collections import OrderedDict
class Net(nn.Module):
    def __init__(self, h=4):
        super().__init__()
        self.features = nn.Sequential(OrderedDict([("fc1", nn.Linear(3, h)), ("act", nn.ReLU())]))
        self.bn = nn.BatchNorm1d(h)
        self.classifier = nn.Linear(h, 2)
        self.register_buffer("steps", torch.zeros((), dtype=torch.long))
    def forward(self, x):
        self.steps += 1
        return self.classifier(self.bn(self.features(x)))
net = Net()
print(net.state_dict().keys())
for k, v in net.state_dict().items():
    print(f"{k:30s} {tuple(v.shape)} {v.dtype}")
try:
    net.load_state_dict(Net(5).state_dict())
except RuntimeError as e:
    print(e)
try:
    net.load_state_dict({"classifier.weight": torch.zeros(2, 4), "head.bias": torch.zeros(1)})
except RuntimeError as e:
    print(e)
res = net.load_state_dict({"classifier.weight": torch.zeros(2, 4), "head.bias": torch.zeros(1)}, strict=False)
print(res)
print(res.missing_keys, res.unexpected_keys)
sd = {k.replace("features.fc1", "module.fc"): v for k, v in net.state_dict().items()}
pre = {k: v for k, v in sd.items() if k in net.state_dict() and v.size() == net.state_dict()[k].size()}
print(sorted(pre))
md = net.state_dict()
md.update(pre)
print(net.load_state_dict(md))
net(torch.ones(4, 3))
print(net.steps, net.bn.num_batches_tracked)
try:
    net.load_state_dict([1, 2])
except Exception as e:
    print(type(e), e)
for n, m in net.named_modules():
    print(repr(n), type(m).__name__)
for n, m in net.named_children():
    print(n, '->', m)
print(net.get_parameter("classifier.bias").shape, net.get_submodule("features.fc1"))
try:
    net.get_submodule("features.fc9")
except AttributeError as e:
    print(e)
try:
    net.head
except AttributeError as e:
    print(e)
