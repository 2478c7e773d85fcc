import torch
import torch.nn as nn
from contextlib import contextmanager
class Recorder:
    def __init__(self, model, types=(nn.Linear, nn.Conv2d)):
        self.acts, self.grads, self.handles = {}, {}, []
        for n, m in model.named_modules():
            if isinstance(m, types):
                self.handles.append(m.register_forward_hook(self.fwd(n)))
                self.handles.append(m.register_full_backward_hook(self.bwd(n)))
    def fwd(self, name):
        def hook(module, inp, out):
            self.acts[name] = out.detach()
        return hook
    def bwd(self, name):
        def hook(module, gin, gout):
            self.grads[name] = (tuple(None if g is None else tuple(g.shape) for g in gin), gout[0].norm().item())
        return hook
    def remove(self):
        for h in self.handles:
            h.remove()
        self.handles.clear()
@contextmanager
def evaluating(net):
    was = net.training
    net.eval()
    try:
        with torch.no_grad():
            yield net
    finally:
        net.train(was)
torch.manual_seed(0)
net = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Dropout(0.0), nn.Linear(4, 2))
rec = Recorder(net)
x = torch.ones(2, 3, requires_grad=True)
net(x).pow(2).sum().backward()
print({k: v.shape for k, v in rec.acts.items()})
print({k: (g[0], round(g[1], 4)) for k, g in rec.grads.items()})
rec.remove()
print(len(net[0]._forward_hooks), rec.handles)
with evaluating(net) as e:
    y = e(x)
    print(y.requires_grad, e.training)
print(net.training)
class GradCAM:
    def __init__(self, layer):
        layer.register_forward_hook(lambda m, i, o: o.register_hook(lambda g: setattr(self, "g", g)) and None)
h = GradCAM(net[1])
net(x)[0, 1].backward()
print(h.g.shape, h.g.abs().sum() > 0)
net.register_forward_pre_hook(lambda m, args: (args[0] * 0,))
print(torch.allclose(net(x)[0], net(torch.zeros(1, 3))[0]))
print(net[3].weight.grad.shape, next(iter(net.children())))
w = net[0].weight
w.register_hook(lambda g: print("grad", g.shape))
w.register_post_accumulate_grad_hook(lambda p: print("acc", p.grad is not None))
net(x).sum().backward()
print(nn.utils.parameters_to_vector(net.parameters()).numel())
