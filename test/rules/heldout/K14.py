import torch
from torch import nn
teacher, student = nn.Linear(5, 3).eval(), nn.Linear(5, 3)
opt = torch.optim.AdamW(student.parameters())
T = 4.
for _ in range(2):
    x, y = torch.randn(6, 5), torch.randint(0, 3, (6,))
    with torch.no_grad():
        t = teacher(x)
    s = student(x)
    kd = nn.functional.kl_div((s / T).log_softmax(1), (t / T).softmax(1), reduction="batchmean") * T * T
    loss = .5 * kd + .5 * nn.functional.cross_entropy(s, y)
    opt.zero_grad(); loss.backward(); opt.step()
    acc = (s.argmax(1) == y).float().mean().item()
