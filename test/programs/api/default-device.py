"""Tensors without memory: `with torch.device("meta")`, `set_default_device`, `device="meta"`, and the way back from there."""

import torch
from torch import nn


def attempt(what, run):
    try:
        print(what, run())
    except Exception as error:
        print(what, type(error).__name__, error)


torch.manual_seed(0)
with torch.device("meta"):
    layer = nn.Linear(3, 4)
    norm = nn.BatchNorm1d(3)
    made = [torch.zeros(2, 3), torch.tensor([1.0, 2.0]), torch.arange(4), torch.randn(2, 2), torch.eye(2), torch.as_tensor([1, 2])]
    here = torch.zeros(2, device="cpu")
    print(torch.get_default_device(), torch.ones_like(here), torch.Tensor(2).device)
print(*made, norm.num_batches_tracked, torch.get_default_device())
print(layer.weight, torch.randn(2))  # nothing was drawn for the layer

x = made[0]
out = norm(layer(x)[:, :3])
print(out, out.sum(), x + 1, x + torch.tensor(1.0), x > 0, torch.zeros_like(x, device="cpu"))
out.sum().backward()
print(layer.weight.grad)
torch.optim.Adam(layer.parameters()).step()
attempt("item", lambda: out.sum().item())
attempt("truth", lambda: bool(out.sum() > 0))
attempt("tolist", lambda: x.tolist())
attempt("numpy", lambda: out.numpy())
attempt("cpu", lambda: x.cpu())
attempt("copy", lambda: here.copy_(torch.zeros(2, device="meta")))
attempt("format", lambda: f"{x.sum():.2f}")
attempt("mixed sum", lambda: x + torch.ones(2, 3))
attempt("mixed layer", lambda: layer(torch.ones(2, 3)))
attempt("mixed cat", lambda: torch.cat([torch.ones(2, 3), x]))
attempt("to", lambda: layer.to("cpu"))
attempt("into the real one", lambda: nn.Linear(3, 4).load_state_dict(layer.state_dict()))
attempt("assigned", lambda: layer.load_state_dict(nn.Linear(3, 4).state_dict(), assign=True))
print(layer.weight.device, layer.weight.shape)
again = nn.Linear(3, 4, device="meta").to_empty(device="cpu")
nn.init.ones_(again.weight)
print(again.weight)

torch.set_default_device("meta")
print(torch.zeros(2), torch.get_default_device())
with torch.device("cpu"):
    print(torch.zeros(2))
torch.set_default_device(None)
print(torch.zeros(2), torch.get_default_device())
