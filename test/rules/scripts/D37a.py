import torch, torch.nn as nn
class NormLayer(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(d))
        self.register_buffer("running_var", torch.ones(d))
    def forward(self, x):
        var = x.var(0)
        self.running_var = self.running_var * 0.9 + var * 0.1  # expect: graph-freed
        return self.scale * x / (self.running_var + 1e-5).sqrt()
fc, norm = nn.Linear(3, 4), NormLayer(4)
opt = torch.optim.Adam([*fc.parameters(), *norm.parameters()])
for _ in range(3):
    opt.zero_grad(); norm(fc(torch.randn(6, 3))).pow(2).mean().backward(); opt.step()  # raises: Trying to backward through the graph a
