import torch
from torch import nn

def set_trainable(model, names):
    for name, p in model.named_parameters():
        p.requires_grad_(any(name.startswith(n) for n in names))

model = nn.ModuleDict({"encoder": nn.Linear(3, 4), "adapter": nn.Linear(4, 4), "head": nn.Linear(4, 2)})
set_trainable(model, ["adapter", "head"])
opt = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=1e-3)
h = model["adapter"](model["encoder"](torch.randn(2, 3)).relu())
nn.functional.cross_entropy(model["head"](h), torch.tensor([0, 1])).backward()
opt.step()
