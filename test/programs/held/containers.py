import torch
from torch import nn
class MoE(nn.Module):
    def __init__(self, n=3):
        super().__init__()
        self.experts = nn.ModuleDict({f"e{i}": nn.Linear(2, 2) for i in range(n)})
        self.gates = nn.ParameterList([nn.Parameter(torch.full((2,), float(i))) for i in range(n)])
        self.scales = nn.ParameterDict({"a": nn.Parameter(torch.ones(1)), "b": nn.Parameter(torch.zeros(1))})
        self.blocks = [nn.Linear(2, 2)]
        self.register_parameter("none", None)
        self._cache = {}
    def forward(self, x):
        ys = [g.sum() * e(x) for g, (k, e) in zip(self.gates, self.experts.items())]
        return sum(ys) * self.scales["a"] + self.scales["b"]
m = MoE()
print(m)
print([n for n, _ in m.named_parameters()])
print("none" in m._parameters, list(m.experts.keys()), len(m.gates), m.gates[1])
m.experts["extra"] = nn.Identity()
m.experts.update({"z": nn.ReLU()})
print(m.experts.pop("extra"), "extra" in m.experts)
seq = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
print(seq[:2], seq[-1], len(seq))
seq.append(nn.Sigmoid()); seq[1] = nn.Tanh()
del seq[3]
seq.insert(0, nn.Flatten())
print(seq)
ml = nn.ModuleList([nn.Linear(1, 1) for _ in range(2)])
ml.extend([nn.Dropout(0.5)]); ml += [nn.GELU()]
print(ml, ml[-2:])
for e in [lambda: seq[9], lambda: ml(1), lambda: m.nothing, lambda: seq(torch.ones(2, 5)), lambda: nn.Module()(1), lambda: m.experts["q"], lambda: nn.Sequential([nn.ReLU()]), lambda: setattr(m, "none", 3), lambda: m.add_module("a.b", nn.ReLU()), lambda: m.register_buffer("none", torch.ones(1)), lambda: nn.Linear(2), lambda: nn.Linear(2, 2)(torch.ones(2, dtype=torch.int64)), lambda: nn.Linear(2, 2, biass=True), lambda: m.register_parameter("w", torch.ones(2))]:
    try:
        print(e())
    except Exception as err:
        print(type(err).__name__, err)
m.apply(lambda mod: print(type(mod).__name__, end=" "))
print()
print([type(c).__name__ for c in m.children()], next(m.parameters()).shape)
m.double()
print({p.dtype for p in m.parameters()}, m.blocks[0].weight.dtype)
m.half().float()
print(m.train(False).training, m.experts["e0"].training, m.blocks[0].training)
