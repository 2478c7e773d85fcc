import torch, torch.nn as nn
torch.manual_seed(0)
class Two(nn.Module):
    def __init__(s): super().__init__(); s.a = nn.Linear(2,2)
    def forward(s, x, y=None): h = s.a(x).relu(); return h, h*2
for cls, args in [(nn.ReLU, 1), (lambda: nn.Linear(2,2), 1), (Two, 1), (lambda: nn.Sequential(nn.Linear(2,2), nn.ReLU()), 1), (nn.Identity, 1)]:
    m = cls()
    m.register_backward_hook(lambda m, gi, go: print(type(m).__name__, gi, go))
    x = torch.ones(1,2, requires_grad=True)
    o = m(x)
    print(o)
    (o[0] if isinstance(o, tuple) else o).sum().backward()
    print(x.grad)
class L(nn.Module):
    def forward(s, x): return [x*2, x*3]
m = L(); m.register_full_backward_hook(lambda m, gi, go: print("full", gi, go)); o = m(x); print(o); o[0].sum().backward()
class D(nn.Module):
    def forward(s, x): return {"a": x*2}
m = D(); m.register_full_backward_hook(lambda m, gi, go: print("full", gi, go)); o = m(x); print(o)
m = D(); m.register_backward_hook(lambda m, gi, go: print("old", gi, go)); o = m(x); o["a"].sum().backward()
m = Two(); m.register_full_backward_hook(lambda m, gi, go: print("full", gi, go)); o = m(x); print(o); (o[1]).sum().backward()
m = Two(); m.register_full_backward_hook(lambda m, gi, go: print("full", gi, go)); o = m(x.detach()); print(o); (o[1]).sum().backward()
m = Two(); m.register_full_backward_hook(lambda m, gi, go: (torch.zeros(1,2),)); m.register_full_backward_hook(lambda m, gi, go: print("2", gi), prepend=True); x.grad=None; m(x)[0].sum().backward(); print(x.grad)
m = nn.Linear(2,2); m.register_full_backward_hook(lambda m, gi, go: (torch.zeros(1,2),torch.zeros(1)));
try: m(x).sum().backward()
except RuntimeError as e: print(e)
m = nn.Linear(2,2); m.register_full_backward_pre_hook(lambda m, go: (go[0]*0,)); x.grad = None; m(x).sum().backward(); print(x.grad, m.weight.grad)
y = m(x); y.register_hook(lambda g: g*2); 
try: y.add_(1)
except RuntimeError as e: print(e)
x2 = torch.ones(1,2, requires_grad=True)
class InPlace(nn.Module):
    def forward(s, x): x += 1; return x
m = InPlace(); m.register_full_backward_hook(lambda *a: None)
try: m(x2*1)
except RuntimeError as e: print(e)
h = nn.modules.module.register_module_forward_hook(lambda m,a,o: o*2); print(nn.Identity()(torch.ones(2))); h.remove(); print(nn.Identity()(torch.ones(2)))
with nn.modules.module.register_module_forward_pre_hook(lambda m,a: print(type(m).__name__)): nn.ReLU()(torch.ones(1))
nn.modules.module.register_module_backward_hook(lambda *a: None)
try: nn.modules.module.register_module_full_backward_hook(lambda *a: None)
except RuntimeError as e: print(e)
try: m.register_backward_hook(lambda *a: None)
except RuntimeError as e: print(e)
