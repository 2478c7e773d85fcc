import copy, torch
from torch import nn

net = nn.Linear(2, 1)
for outer in range(2):
    start = copy.deepcopy(net.state_dict())
    inner = torch.optim.SGD(net.parameters(), 0.02)
    for _ in range(3):
        x = torch.randn(4, 2)
        loss = (net(x) - x.sum(1, keepdim=True)).pow(2).mean()
        inner.zero_grad(); loss.backward(); inner.step()
    end = net.state_dict()
    net.load_state_dict({k: start[k] + 0.5 * (end[k] - start[k]) for k in start})
