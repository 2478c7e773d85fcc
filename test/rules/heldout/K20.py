import torch
from torch import nn
m = nn.Linear(3, 1)
loaders = {"train": [(torch.randn(4, 3), torch.randn(4, 1))] * 2, "val": [(torch.randn(4, 3), torch.randn(4, 1))]}
opt = torch.optim.SGD(m.parameters(), .1)
sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, 2)
best, best_loss = None, 1e9
import copy
for epoch in range(2):
    for phase in ("train", "val"):
        m.train(phase == "train")
        run = 0.
        for x, y in loaders[phase]:
            opt.zero_grad()
            with torch.set_grad_enabled(phase == "train"):
                loss = nn.functional.mse_loss(m(x), y)
                if phase == "train":
                    loss.backward(); opt.step()
            run += loss.item() * x.size(0)
        if phase == "train":
            sched.step()
        elif run < best_loss:
            best_loss, best = run, copy.deepcopy(m.state_dict())
m.load_state_dict(best)
