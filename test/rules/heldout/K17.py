import torch
from torch import nn
backbone = nn.Sequential(nn.Linear(4, 6), nn.ReLU())
for p in backbone.parameters():
    p.requires_grad = False
backbone.eval()
head = nn.Linear(6, 2)
model = nn.Sequential(backbone, head)
opt = torch.optim.SGD(filter(lambda p: p.requires_grad, model.parameters()), .1)
for _ in range(2):
    loss = nn.functional.cross_entropy(model(torch.randn(3, 4)), torch.tensor([0, 1, 1]))
    opt.zero_grad(); loss.backward(); opt.step()
best = {k: v.cpu().clone() for k, v in model.state_dict().items()}
model.load_state_dict(best)
