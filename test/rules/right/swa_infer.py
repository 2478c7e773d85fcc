import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel, SWALR, update_bn

net = nn.Sequential(nn.Linear(3, 6), nn.BatchNorm1d(6), nn.ReLU(), nn.Linear(6, 1))
swa = AveragedModel(net)
opt = torch.optim.SGD(net.parameters(), 0.1)
sched = SWALR(opt, swa_lr=0.05)
data = [(torch.randn(4, 3), torch.randn(4, 1)) for _ in range(3)]
best, best_state = float("inf"), None
for epoch in range(3):
    net.train()
    losses = []
    for x, y in data:
        opt.zero_grad()
        loss = nn.functional.mse_loss(net(x), y)
        loss.backward()
        opt.step()
        losses.append(loss.item())
    if epoch >= 1:
        swa.update_parameters(net)
        sched.step()
    net.eval()
    with torch.no_grad():
        v = torch.stack([nn.functional.mse_loss(net(x), y) for x, y in data]).mean().item()
    if v < best:
        best, best_state = v, {k: t.clone() for k, t in net.state_dict().items()}
update_bn(((x,) for x, _ in data), swa)
net.load_state_dict(best_state)
preds = torch.cat([net(x).detach() for x, _ in data]).cpu().numpy()
