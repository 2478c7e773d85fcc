import torch, torch.nn as nn
net = nn.Linear(3, 4)
crit = nn.CrossEntropyLoss(reduction="none")
weights = torch.rand(6)
loss = crit(net(torch.randn(6, 3)), torch.randint(0, 4, (6,))) * weights
loss.backward()  # expect: grad-nonscalar  # raises: grad can be implicitly created only for
