import torch, torch.nn as nn
lstm_gates = nn.Linear(3, 8)
x = torch.randn(5, 3)
gates = lstm_gates(x)
i, f, g, o = gates.split(2, dim=-1)
for gate in (i, f, o):
    gate.sigmoid_()  # expect: inplace-view  # raises: Output 0 of Split is a view and is being
(i * f * g * o).sum().backward()
