import torch
import torch.nn as nn
import torch.nn.functional as F
from itertools import chain, cycle, islice
class Student(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.enc = nn.Sequential(nn.Linear(4, width), nn.ELU())
        self.head = nn.Linear(width, 3)
    def forward(self, x, return_features=False):
        f = self.enc(x)
        out = self.head(f)
        return (out, f) if return_features else out
def kd_loss(s, t, T=2.0):
    return F.kl_div(F.log_softmax(s / T, dim=1), F.softmax(t / T, dim=1), reduction="batchmean") * T * T
torch.manual_seed(2)
teacher, student = Student(8), Student(4)
for p in teacher.parameters():
    p.requires_grad_(False)
proj = nn.Linear(4, 8)
opt = torch.optim.Adam(chain(student.parameters(), proj.parameters()), lr=0.02)
batches = [(torch.full((2, 4), float(i)), torch.tensor([i % 3, 1])) for i in range(3)]
for i, (x, y) in enumerate(islice(cycle(batches), 5)):
    s, fs = student(x, return_features=True)
    t, ft = teacher(x, return_features=True)
    parts = dict(ce=F.cross_entropy(s, y), kd=kd_loss(s, t), feat=F.mse_loss(proj(fs), ft))
    weights = {"ce": 1.0, "kd": 0.5, "feat": 0.1}
    loss = sum(weights[k] * v for k, v in parts.items())
    opt.zero_grad()
    loss.backward()
    opt.step()
    print(i, " ".join(f"{k}={v.item():.4f}" for k, v in parts.items()), f"total={loss:.4f}")
print(any(p.grad is not None for p in teacher.parameters()), ft.requires_grad, fs.grad_fn.name())
print(*(f"{n}:{tuple(p.shape)}" for n, p in student.named_parameters()), sep=" | ")
