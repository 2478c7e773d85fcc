import torch

base = torch.ones(4)
view, detached, data, clone = base[:2], base.detach(), base.data, base.clone()
param = torch.nn.Parameter(base)


def show(what):
    print(what, [t._version for t in (base, view, detached, data, clone, param)])


show("start")
base.add_(1)
show("base")
view.mul_(2)
show("view")
detached.sub_(1)
show("detached")
data.zero_()
show("data")
with torch.no_grad():
    param.fill_(4)
show("param")
clone.add_(5)
show("clone")
print(base, param, clone)
