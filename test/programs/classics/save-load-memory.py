import io
import torch
from torch import nn

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2))
opt = torch.optim.Adam(model.parameters(), lr=0.01)
model(torch.randn(4, 2)).sum().backward()
opt.step()
buffer = io.BytesIO()
torch.save({"model": model.state_dict(), "optimizer": opt.state_dict(), "epoch": 3}, buffer)
buffer.seek(0)
checkpoint = torch.load(buffer)
fresh = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2))
print(fresh.load_state_dict(checkpoint["model"]), checkpoint["epoch"])
fresh_opt = torch.optim.Adam(fresh.parameters(), lr=0.5)
fresh_opt.load_state_dict(checkpoint["optimizer"])
print(fresh_opt.param_groups[0]["lr"], all(torch.equal(a, b) for a, b in zip(model.state_dict().values(), fresh.state_dict().values())))
print(list(checkpoint["model"]), fresh[1].num_batches_tracked)
