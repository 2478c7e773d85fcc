import torch
import torch.nn as nn


class Net(nn.Module):
    def __init__(self, hidden=3):
        super().__init__()
        self.fc1 = nn.Linear(2, hidden)
        self.fc2 = nn.Linear(hidden, 1)


net = Net()
good = {
    "fc1.weight": torch.ones(3, 2), "fc1.bias": torch.zeros(3),
    "fc2.weight": torch.full((1, 3), 2.0), "fc2.bias": torch.tensor([0.5]),
}
print(net.load_state_dict(good, strict=True))
print(net.fc2.weight, net.fc2.weight._version)
bad = dict(good)
del bad["fc1.bias"]
bad["fc3.bias"] = torch.zeros(1)
bad["fc2.weight"] = torch.zeros(1, 4)
try:
    net.load_state_dict(bad)
except RuntimeError as error:
    print(error)
try:
    net.load_state_dict({"fc1.weight": good["fc1.weight"]})
except RuntimeError as error:
    print(error)
net.load_state_dict({**good, "extra": torch.zeros(1), "more.weight": torch.zeros(2)})
