import torch
import torch.nn as nn
import torch.nn.functional as F
class BasicBlock(nn.Module):
    expansion = 1
    def __init__(self, cin, cout, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(cin, cout, kernel_size=3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(cout)
        self.conv2 = nn.Conv2d(cout, cout, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(cout)
        self.shortcut = nn.Identity() if stride == 1 and cin == cout else nn.Sequential(
            nn.Conv2d(cin, cout, 1, stride, bias=False), nn.BatchNorm2d(cout))
    def forward(self, x):
        out = F.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        out += self.shortcut(x)
        return F.relu(out, inplace=True)
class Net(nn.Module):
    def __init__(self, num_classes=3):
        super().__init__()
        self.stem = nn.Conv2d(1, 4, 3, padding='same')
        self.layers = nn.ModuleList([BasicBlock(4, 4), BasicBlock(4, 6, stride=2)])
        self.pool = nn.AdaptiveAvgPool2d((1, 1))
        self.fc = nn.Linear(6, num_classes)
    def forward(self, x):
        x = self.stem(x)
        for i, layer in enumerate(self.layers):
            x = layer(x)
        x = torch.flatten(self.pool(x), 1)
        return self.fc(x)
torch.manual_seed(0)
net = Net()
print(net)
print(sum(p.numel() for p in net.parameters()))
for m in net.modules():
    if isinstance(m, nn.Conv2d):
        nn.init.kaiming_normal_(m.weight, mode='fan_out', nonlinearity='relu')
    elif isinstance(m, (nn.BatchNorm2d,)):
        nn.init.ones_(m.weight); nn.init.zeros_(m.bias)
x = torch.randn(2, 1, 8, 8)
shapes = {}
hooks = [m.register_forward_hook(lambda mod, i, o, n=n: shapes.__setitem__(n, tuple(o.shape))) for n, m in net.named_modules() if n.count('.') == 1]
out = net(x)
for h in hooks: h.remove()
print(shapes)
loss = F.cross_entropy(out, torch.tensor([0, 2]))
loss.backward()
print(loss, net.stem.weight.grad.norm())
net.eval()
print(net(x).softmax(-1).max(dim=1))
try:
    net(torch.randn(2, 3, 8, 8))
except RuntimeError as e:
    print(e)
try:
    net.fc(torch.randn(2, 5))
except RuntimeError as e:
    print(e)
try:
    net(torch.randn(1, 8, 8, 1))
except RuntimeError as e:
    print(e)
