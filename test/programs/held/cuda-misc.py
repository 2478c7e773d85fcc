import torch
import torch.nn as nn
import random, os
import numpy as np
def set_seed(seed=42):
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    torch.cuda.manual_seed_all(seed)
    torch.backends.cudnn.deterministic = True
    torch.backends.cudnn.benchmark = False
    os.environ["PYTHONHASHSEED"] = str(seed)
set_seed(0)
a = torch.rand(2)
set_seed(0)
print(torch.equal(a, torch.rand(2)), random.random() < 1)
device = "cuda:0" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
print(device, torch.cuda.device_count())
m = nn.Linear(2, 2).to(device)
print(next(m.parameters()).device, m.weight.device.type == "cpu", torch.ones(1).to(device, torch.float16).dtype)
m = nn.DataParallel(m) if torch.cuda.device_count() > 1 else m
x = torch.zeros(1, 2, device=device)
torch.set_grad_enabled(False)
print(m(x).requires_grad)
torch.set_grad_enabled(True)
g = torch.Generator().manual_seed(3)
p = torch.randperm(5, generator=g)
print(p, torch.randint(0, 10, (3,), generator=g))
w = torch.empty(3, 5)
nn.init.uniform_(w, -0.1, 0.1)
print(w.abs().max() <= 0.1, nn.init.calculate_gain("relu"), nn.init._calculate_fan_in_and_fan_out(w))
with torch.random.fork_rng():
    torch.manual_seed(1); torch.rand(1)
s = torch.get_rng_state()
b = torch.randn(2); torch.set_rng_state(s)
print(torch.equal(b, torch.randn(2)))
t = torch.tensor([3, 1, 2])
v, i = t.sort(descending=True)
print(v, i, t.flip(0), t.roll(1), t.cumsum(0), t.float().log2())
print(torch.where(t > 1), torch.meshgrid(t, t, indexing="ij")[0].shape, torch.tril_indices(2, 2))
print(t.to(torch.float32).div(2).floor().int(), -t // 2, t % 2, 2 ** t, ~(t > 1), t.clamp(1, 2))
print(nn.functional.one_hot(t, 4), t.repeat(2), t.repeat_interleave(2), t[None, :, None].shape, t[..., -1])
print(torch.linspace(0, 1, 3), torch.logspace(0, 2, 3), torch.full_like(t, 7), t.new_ones(2), torch.zeros_like(t, dtype=torch.bool))
print(torch.allclose(torch.tensor(0.1 + 0.2), torch.tensor(0.3)), torch.isclose(t.float(), torch.tensor(1.0)), torch.tensor(1e-20), torch.tensor(123456789.0), 1 / torch.tensor(3.0))
print(torch.finfo(torch.float32).eps, torch.iinfo(torch.int8).max, torch.is_tensor(t), torch.numel(t), torch.result_type(t, 1.0))
