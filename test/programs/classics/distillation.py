import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(0)
teacher, student = nn.Linear(3, 4), nn.Linear(3, 4)
opt = torch.optim.SGD(student.parameters(), lr=0.5)
x, y, T = torch.randn(5, 3), torch.randint(0, 4, (5,)), 2.0
for detach in (True, False):
    teacher.zero_grad()
    for _ in range(2):
        t = teacher(x)
        t = t.detach() if detach else t
        s = student(x)
        soft = F.kl_div(F.log_softmax(s / T, 1), F.softmax(t / T, 1), reduction="batchmean") * T * T
        loss = 0.5 * soft + 0.5 * F.cross_entropy(s, y)
        opt.zero_grad()
        loss.backward()
        opt.step()
        print(f"{soft.item():.4f} {loss.item():.4f}", teacher.weight.grad is None)
