import torch
from torch.optim import lr_scheduler

w = torch.nn.Parameter(torch.ones(1))


def rates(make, steps=6):
    opt = torch.optim.SGD([w], lr=1.0)
    scheduler = make(opt)
    seen = []
    for _ in range(steps):
        opt.step()
        seen.append(round(opt.param_groups[0]["lr"], 5))
        scheduler.step()
    return seen, [round(v, 5) for v in scheduler.get_last_lr()]


print("step", rates(lambda o: lr_scheduler.StepLR(o, step_size=2, gamma=0.1)))
print("multi", rates(lambda o: lr_scheduler.MultiStepLR(o, milestones=[1, 4], gamma=0.5)))
print("exp", rates(lambda o: lr_scheduler.ExponentialLR(o, gamma=0.9)))
print("cos", rates(lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=5)))
print("lambda", rates(lambda o: lr_scheduler.LambdaLR(o, lambda e: 1 / (1 + e))))
print("linear", rates(lambda o: lr_scheduler.LinearLR(o, start_factor=0.5, total_iters=4)))
print("onecycle", rates(lambda o: lr_scheduler.OneCycleLR(o, max_lr=0.1, total_steps=10)))
opt = torch.optim.SGD([w], lr=0.1)
plateau = lr_scheduler.ReduceLROnPlateau(opt, patience=1, factor=0.5)
for loss in (1.0, 0.9, 0.9, 0.9, 0.95):
    plateau.step(loss)
    print(loss, opt.param_groups[0]["lr"])
opt = torch.optim.SGD([w], lr=0.1)
s = lr_scheduler.StepLR(opt, 1)
s.step()
opt.step()
print(opt.param_groups[0]["lr"], s.last_epoch)
