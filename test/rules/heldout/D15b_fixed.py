import torch
import torch.nn as nn

student = nn.Linear(4, 2)
flat = nn.utils.parameters_to_vector(student.parameters())
opt = torch.optim.Adam(student.parameters(), lr=1e-3)
for i in range(2):
    opt.zero_grad()
    out = student(torch.randn(3, 4))
    out.norm().backward()
    opt.step()
