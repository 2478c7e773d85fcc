import torch
import torch.nn as nn
from torch.optim.lr_scheduler import StepLR, MultiStepLR, ExponentialLR, CosineAnnealingLR, ReduceLROnPlateau, LambdaLR, OneCycleLR, CosineAnnealingWarmRestarts, LinearLR, SequentialLR
model = nn.Linear(2, 1)
def run(make, n=6, metric=None):
    opt = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    s = make(opt)
    lrs = []
    for e in range(n):
        opt.zero_grad()
        model(torch.ones(1, 2)).sum().backward()
        opt.step()
        lrs.append(round(opt.param_groups[0]["lr"], 5))
        s.step(metric[e]) if metric else s.step()
    return type(s).__name__, lrs
print(run(lambda o: StepLR(o, 2, gamma=0.1)))
print(run(lambda o: MultiStepLR(o, milestones=[1, 4], gamma=0.5)))
print(run(lambda o: ExponentialLR(o, 0.9)))
print(run(lambda o: CosineAnnealingLR(o, T_max=6, eta_min=0.01)))
print(run(lambda o: ReduceLROnPlateau(o, mode='min', factor=0.5, patience=1), metric=[1.0, 1.1, 1.2, 0.9, 1.0, 1.0]))
print(run(lambda o: LambdaLR(o, lr_lambda=lambda e: 1 / (e + 1))))
print(run(lambda o: OneCycleLR(o, max_lr=0.5, total_steps=6)))
print(run(lambda o: CosineAnnealingWarmRestarts(o, T_0=3)))
print(run(lambda o: SequentialLR(o, [LinearLR(o, start_factor=0.1, total_iters=2), ExponentialLR(o, 0.9)], milestones=[2])))
opt = torch.optim.Adam(model.parameters(), lr=1e-3)
sch = StepLR(opt, step_size=1)
sch.step()
opt.step()
print(sch.get_last_lr(), sch.last_epoch, sch.state_dict()["gamma"])
for g in opt.param_groups:
    g['lr'] = 1e-4
print(opt.param_groups[0]['lr'], len(opt.param_groups), sorted(opt.param_groups[0].keys()))
