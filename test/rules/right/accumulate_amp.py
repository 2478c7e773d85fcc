import torch
from torch import nn

model = nn.Sequential(nn.Linear(4, 8), nn.GELU(), nn.Linear(8, 2))
opt = torch.optim.AdamW(model.parameters(), lr=1e-3)
sched = torch.optim.lr_scheduler.OneCycleLR(opt, max_lr=1e-2, total_steps=10)
scaler = torch.amp.GradScaler("cpu", enabled=False)
accum, running = 2, 0.0
opt.zero_grad(set_to_none=True)
for i in range(5):
    x, y = torch.randn(4, 4), torch.randint(0, 2, (4,))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        loss = nn.functional.cross_entropy(model(x), y) / accum
    scaler.scale(loss).backward()
    running += loss.detach() * accum
    if (i + 1) % accum == 0 or i == 4:
        scaler.unscale_(opt)
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        scaler.step(opt)
        scaler.update()
        opt.zero_grad(set_to_none=True)
        sched.step()
print(float(running) > 0)
