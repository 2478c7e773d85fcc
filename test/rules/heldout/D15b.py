import torch
import torch.nn as nn

student = nn.Linear(4, 2)
flat = nn.utils.parameters_to_vector(student.parameters())
opt = torch.optim.Adam([flat], lr=1e-3) # raises: can't optimize a non-leaf Tensor  # expect: optimizer-params
for i in range(2):
    out = student(torch.randn(3, 4))
    out.norm().backward()
    opt.step()
