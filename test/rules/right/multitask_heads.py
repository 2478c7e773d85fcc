import torch
from torch import nn

class Multi(nn.Module):
    def __init__(self, tasks):
        super().__init__()
        self.trunk = nn.Linear(5, 8)
        self.heads = nn.ModuleDict({t: nn.Linear(8, n) for t, n in tasks.items()})
        self.log_vars = nn.ParameterDict({t: nn.Parameter(torch.zeros(())) for t in tasks})
    def forward(self, x, task):
        return self.heads[task](torch.relu(self.trunk(x)))

tasks = {"age": 1, "mood": 3, "lang": 4}
net = Multi(tasks)
opt = torch.optim.Adam(net.parameters())
for step in range(4):
    opt.zero_grad()
    for task in list(tasks)[: 1 + step % 3]:
        x = torch.randn(4, 5)
        out = net(x, task)
        raw = nn.functional.mse_loss(out.squeeze(-1), torch.randn(4)) if task == "age" else nn.functional.cross_entropy(out, torch.randint(0, tasks[task], (4,)))
        s = net.log_vars[task]
        (torch.exp(-s) * raw + s).backward()
    opt.step()
