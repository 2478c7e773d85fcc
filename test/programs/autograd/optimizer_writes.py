"""How often a step of an optimizer writes parameters and state: the version counters say."""
import torch
def versions(cls, **options):
    torch.manual_seed(0)
    w = torch.nn.Parameter(torch.randn(3, 4)); b = torch.nn.Parameter(torch.zeros(4))
    opt = cls([w, b], lr=0.1, **options)
    for _ in range(3):
        opt.zero_grad()
        ((torch.ones(2, 3) @ w + b) ** 2).sum().backward()
        opt.step()
    states = [sorted((k, v._version) for k, v in opt.state[p].items()) for p in (w, b)]
    print(cls.__name__, options, w._version, b._version, states, w.grad._version)
for cls in (torch.optim.Adam, torch.optim.AdamW):
    for options in ({}, {"amsgrad": True}, {"weight_decay": 0.1}, {"fused": True}, {"maximize": True}, {"fused": True, "weight_decay": 0.1, "amsgrad": True}):
        versions(cls, **options)
versions(torch.optim.SGD, momentum=0.9)
versions(torch.optim.SGD, momentum=0.9, nesterov=True, weight_decay=0.1)
versions(torch.optim.RMSprop, momentum=0.9, centered=True)
