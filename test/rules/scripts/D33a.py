import copy, torch, torch.nn as nn
model = nn.Linear(2, 1)
meta_opt = torch.optim.Adam(model.parameters(), lr=1e-3)
for task in range(2):
    learner = copy.deepcopy(model)  # expect: optimizer-idle
    inner = torch.optim.SGD(learner.parameters(), lr=0.1)
    inner.zero_grad()
    learner(torch.randn(5, 2)).pow(2).mean().backward()
    inner.step()
    query = learner(torch.randn(5, 2)).pow(2).mean()
    meta_opt.zero_grad()
    query.backward()
    meta_opt.step()
