import torch

makers = [torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW, torch.optim.RMSprop, torch.optim.Adagrad,
          torch.optim.Adadelta, torch.optim.Adamax, torch.optim.NAdam, torch.optim.RAdam, torch.optim.ASGD, torch.optim.Rprop]
for make in makers:
    p = torch.ones(2, requires_grad=True)
    q = torch.ones(1, requires_grad=True)
    opt = make([p, q], lr=0.1)
    (p * 3).sum().backward()
    opt.step()
    print(f"{make.__name__:9}", p._version, q._version, p)
