import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
calls = {
    "vector": lambda: (x * 2).backward(),
    "gradient": lambda: (x * 2).backward(torch.tensor([1.0, 10.0])),
    "one element": lambda: (x[:1] * 2).backward(),
    "wrong shape": lambda: (x * 2).backward(torch.ones(3)),
    "no graph": lambda: torch.ones(1).backward(),
    "detached": lambda: (x * 2).detach().sum().backward(),
    "comparison": lambda: (x > 1).float().sum().backward(),
    "number": lambda: (x * 2).backward(1.0),
    "empty inputs": lambda: x.sum().backward(inputs=[]),
    "list": lambda: torch.autograd.backward([x.sum(), (x * x).sum()]),
    "count": lambda: torch.autograd.backward([x.sum()], [torch.tensor(1.0), torch.tensor(1.0)]),
    "second no graph": lambda: torch.autograd.backward([x.sum(), torch.ones(())]),
    "leaf": lambda: torch.tensor(3.0, requires_grad=True).backward(),
    "int": lambda: x.long().sum().backward(),
    "inputs": lambda: (x * 3).sum().backward(inputs=[x]),
}
for name, call in calls.items():
    try:
        call()
        print(name, "ok", x.grad)
    except Exception as error:
        print(name, type(error).__name__, error)
