"""LoRA adapters by module surgery, a mixture of experts as teacher, knowledge distillation with temperature, merging."""
import math
import re
from collections import OrderedDict
from functools import singledispatch, reduce
from operator import attrgetter, itemgetter
from typing import Iterator, List, Tuple, Union

import torch
from torch import nn
import torch.nn.functional as F

torch.manual_seed(21)


class LoRALinear(nn.Module):
    def __init__(self, base: nn.Linear, r: int = 2, alpha: float = 4.0, dropout: float = 0.0):
        super().__init__()
        self.base = base
        for p in self.base.parameters():
            p.requires_grad = False
        self.r, self.scaling = r, alpha / r
        self.lora_A = nn.Parameter(torch.empty(r, base.in_features))
        self.lora_B = nn.Parameter(torch.zeros(base.out_features, r))
        nn.init.kaiming_uniform_(self.lora_A, a=math.sqrt(5))
        self.dropout = nn.Dropout(dropout) if dropout > 0 else nn.Identity()
        self.merged = False

    @property
    def delta(self):
        return (self.lora_B @ self.lora_A) * self.scaling

    def forward(self, x):
        out = self.base(x)
        if not self.merged:
            out = out + F.linear(F.linear(self.dropout(x), self.lora_A), self.lora_B) * self.scaling
        return out

    def train(self, mode: bool = True):
        super().train(mode)
        if mode and self.merged:
            self.base.weight.data -= self.delta
            self.merged = False
        elif not mode and not self.merged:
            self.base.weight.data += self.delta
            self.merged = True
        return self

    def extra_repr(self):
        return f"r={self.r}, scaling={self.scaling:g}"


def get_parent(model: nn.Module, name: str) -> Tuple[nn.Module, str]:
    *path, leaf = name.split(".")
    return reduce(getattr, path, model), leaf


def inject(model: nn.Module, pattern: str, **kw) -> List[str]:
    hits = [n for n, m in model.named_modules() if isinstance(m, nn.Linear) and re.search(pattern, n)]
    for name in hits:
        parent, leaf = get_parent(model, name)
        setattr(parent, leaf, LoRALinear(getattr(parent, leaf), **kw))
    return hits


class Expert(nn.Sequential):
    def __init__(self, dim, hidden):
        super().__init__(OrderedDict(up=nn.Linear(dim, hidden), act=nn.GELU(approximate="tanh"), down=nn.Linear(hidden, dim)))


class TopKMoE(nn.Module):
    def __init__(self, dim, hidden, experts=4, k=2):
        super().__init__()
        self.k = k
        self.gate = nn.Linear(dim, experts, bias=False)
        self.experts = nn.ModuleList(Expert(dim, hidden) for _ in range(experts))
        self.register_buffer("load", torch.zeros(experts, dtype=torch.long))

    def forward(self, x):
        shape = x.shape
        x = x.reshape(-1, shape[-1])
        logits = self.gate(x)
        weights, chosen = torch.topk(logits, self.k, dim=-1)
        weights = F.softmax(weights, dim=-1, dtype=torch.float)
        out = torch.zeros_like(x)
        for i, expert in enumerate(self.experts):
            token, slot = torch.where(chosen == i)
            if token.numel() == 0:
                continue
            out.index_add_(0, token, weights[token, slot, None] * expert(x[token]))
            self.load[i] += token.numel()
        probs = logits.softmax(-1)
        frac = F.one_hot(chosen, len(self.experts)).float().sum(1).mean(0)
        self.aux = len(self.experts) * (probs.mean(0) * frac).sum()
        return out.view(shape)


class Net(nn.Module):
    def __init__(self, dim=6, classes=4, moe=False):
        super().__init__()
        self.inp = nn.Linear(3, dim)
        self.block = TopKMoE(dim, 8) if moe else Expert(dim, 8)
        self.head = nn.Linear(dim, classes)

    def forward(self, x):
        h = torch.tanh(self.inp(x))
        return self.head(h + self.block(h))


@singledispatch
def count(thing, trainable=False):
    raise TypeError(f"cannot count {type(thing).__name__}")


@count.register(nn.Module)
def _(thing, trainable=False):
    return sum(p.numel() for p in thing.parameters() if p.requires_grad or not trainable)


@count.register
def _(thing: list, trainable=False):
    return sum(count(t, trainable=trainable) for t in thing)


def distill_loss(student, teacher, target, T=2.0, alpha=0.5):
    soft = F.kl_div(F.log_softmax(student / T, dim=1), F.softmax(teacher / T, dim=1), reduction="batchmean") * T * T
    hard = F.cross_entropy(student, target, label_smoothing=0.1)
    return alpha * soft + (1 - alpha) * hard, soft.detach(), hard.detach()


x = torch.randn(24, 3)
y = (x @ torch.randn(3, 4)).argmax(1)
teacher, student = Net(moe=True), Net()
opt = torch.optim.AdamW(teacher.parameters(), lr=2e-2)
for step in range(5):
    opt.zero_grad()
    logits = teacher(x)
    ce = F.cross_entropy(logits, y)
    (ce + 0.01 * teacher.block.aux).backward()
    opt.step()
    print(f"teacher {step}: ce={ce:.4f} aux={teacher.block.aux.item():.4f} acc={(logits.argmax(1) == y).float().mean():.3f}")
print("load", teacher.block.load.tolist(), "total", teacher.block.load.sum().item() == 5 * 24 * 2)

print(inject(student, r"block\.(up|down)|head", r=2, alpha=4))
print(student)
print(count(student), count(student, trainable=True), count([student, teacher]))
try:
    count("model")
except TypeError as e:
    print("TypeError:", e)
teacher.eval().requires_grad_(False)
trainable = sorted(((n, p) for n, p in student.named_parameters() if p.requires_grad), key=itemgetter(0))
opt = torch.optim.Adam(map(itemgetter(1), trainable), lr=2e-2)
frozen = {n: p.clone() for n, p in student.named_parameters() if not p.requires_grad}
for step in range(5):
    loss, soft, hard = distill_loss(student(x), teacher(x), y)
    opt.zero_grad()
    loss.backward()
    opt.step()
    print(f"student {step}: {loss.item():.4f} = soft {soft:.4f} + hard {hard:.4f}")
print(all(torch.equal(frozen[n], p) for n, p in student.named_parameters() if n in frozen))
train_out = student(x)
student.eval()
print("merged", student.head.merged, torch.allclose(train_out, student(x), atol=1e-5))
student.train()
print("unmerged", student.head.merged, torch.allclose(train_out, student(x), atol=1e-5))
print([n for n in student.state_dict() if "lora" in n][:3], attrgetter("block.up.base.weight.shape")(student))
print(torch.linalg.matrix_rank(student.head.delta).item(), [n for n, p in student.named_parameters() if p.grad is None])
