import copy, torch
from torch import nn
import torch.nn.functional as F

student = nn.Sequential(nn.Linear(5, 8), nn.BatchNorm1d(8), nn.ReLU(inplace=True), nn.Linear(8, 3))
teacher = copy.deepcopy(student)
for p in teacher.parameters():
    p.detach_()
opt = torch.optim.SGD(student.parameters(), 0.1)
for step in range(3):
    x, u, y = torch.randn(4, 5), torch.randn(6, 5), torch.randint(0, 3, (4,))
    s = student(torch.cat([x, u + 0.1 * torch.randn_like(u)]))
    with torch.no_grad():
        t = teacher(torch.cat([x, u]))
    conf, pseudo = t[4:].softmax(-1).max(-1)
    sup = F.cross_entropy(s[:4], y)
    cons = (F.cross_entropy(s[4:], pseudo, reduction="none") * (conf > 0.3).float()).mean()
    kd = F.kl_div(F.log_softmax(s / 2, -1), F.softmax(t / 2, -1), reduction="batchmean") * 4
    opt.zero_grad()
    (sup + cons + 0.1 * kd).backward()
    opt.step()
    a = min(1 - 1 / (step + 1), 0.99)
    for tp, sp in zip(teacher.parameters(), student.parameters()):
        tp.data.mul_(a).add_(sp.data, alpha=1 - a)
    for tb, sb in zip(teacher.buffers(), student.buffers()):
        tb.copy_(sb)
