import torch

a = torch.ones(2)
w = torch.ones(2, requires_grad=True)
o = torch.zeros(2)
print(torch.add(a, 2, out=o) is o, o, o._version)
for name, call in {
    "rg input": lambda: torch.add(w, 1, out=o), "rg out": lambda: torch.add(a, 1, out=w), "resize": lambda: torch.add(a, 1, out=torch.empty(0)),
    "mm": lambda: torch.mm(torch.ones(2, 2), torch.ones(2, 2), out=torch.empty(2, 2)), "dtype": lambda: torch.add(a, 1, out=torch.zeros(2, dtype=torch.long)),
}.items():
    try:
        print(name, call())
    except RuntimeError as error:
        print(name, "->", error)
with torch.no_grad():
    print(torch.add(w, 1, out=o))
    torch.mul(w, 5, out=w)
print(w, w._version)
