"""A selective state space model: depthwise causal convolution, discretised diagonal SSM, sequential and parallel scans, stepwise decoding."""
import math
from dataclasses import dataclass, replace
from typing import Optional, Union

import torch
import torch.nn as nn
import torch.nn.functional as F


@dataclass
class ModelArgs:
    d_model: int
    n_layer: int
    vocab_size: int
    d_state: int = 4
    expand: int = 2
    dt_rank: Union[int, str] = "auto"
    d_conv: int = 3
    pad_vocab_size_multiple: int = 8
    conv_bias: bool = True
    bias: bool = False
    scan: str = "sequential"

    def __post_init__(self):
        self.d_inner = int(self.expand * self.d_model)
        if self.dt_rank == "auto":
            self.dt_rank = math.ceil(self.d_model / 16)
        if self.vocab_size % self.pad_vocab_size_multiple != 0:
            self.vocab_size += self.pad_vocab_size_multiple - self.vocab_size % self.pad_vocab_size_multiple


def scan_sequential(dA, dBu):
    x, out = dA.new_zeros(dA.shape[0], *dA.shape[2:]), []
    for i in range(dA.shape[1]):
        x = dA[:, i] * x + dBu[:, i]
        out.append(x)
    return torch.stack(out, dim=1)


def scan_doubling(dA, dBu):
    """Hillis and Steele: log2(L) passes, each combining with what lies 2**k before."""
    A, B, shift = dA, dBu, 1
    while shift < A.shape[1]:
        pad = (0, 0) * (A.dim() - 2) + (shift, 0)
        before_A, before_B = F.pad(A[:, :-shift], pad, value=1.0), F.pad(B[:, :-shift], pad, value=0.0)
        A, B, shift = A * before_A, A * before_B + B, shift * 2
    return B


def scan_logcumsum(dA, dBu):
    decay = torch.cumsum(torch.log(dA), dim=1)
    return torch.exp(decay) * torch.cumsum(dBu / torch.exp(decay), dim=1)


SCANS = {name[len("scan_") :]: f for name, f in list(globals().items()) if name.startswith("scan_")}


class MambaBlock(nn.Module):
    def __init__(self, args: ModelArgs):
        super().__init__()
        self.args = args
        self.in_proj = nn.Linear(args.d_model, args.d_inner * 2, bias=args.bias)
        self.conv1d = nn.Conv1d(args.d_inner, args.d_inner, bias=args.conv_bias, kernel_size=args.d_conv, groups=args.d_inner, padding=args.d_conv - 1)
        self.x_proj = nn.Linear(args.d_inner, args.dt_rank + args.d_state * 2, bias=False)
        self.dt_proj = nn.Linear(args.dt_rank, args.d_inner, bias=True)
        A = torch.arange(1, args.d_state + 1, dtype=torch.float32).repeat(args.d_inner, 1)
        self.A_log = nn.Parameter(torch.log(A))
        self.A_log._no_weight_decay = True
        self.D = nn.Parameter(torch.ones(args.d_inner))
        self.D._no_weight_decay = True
        self.out_proj = nn.Linear(args.d_inner, args.d_model, bias=args.bias)

    def forward(self, x, cache: Optional[dict] = None):
        b, l, d = x.shape
        x, res = self.in_proj(x).split(split_size=[self.args.d_inner] * 2, dim=-1)
        x = x.transpose(1, 2)
        if cache is not None:
            window = torch.cat([cache.get("conv", x.new_zeros(b, x.shape[1], self.args.d_conv - 1)), x], dim=-1)
            cache["conv"] = window[..., -(self.args.d_conv - 1) :]
            x = F.conv1d(window, self.conv1d.weight, self.conv1d.bias, groups=x.shape[1])
        else:
            x = self.conv1d(x)[:, :, :l]
        x = F.silu(x.transpose(1, 2))
        return self.out_proj(self.ssm(x, cache) * F.silu(res))

    def ssm(self, x, cache):
        A = -torch.exp(self.A_log.float())
        n = A.shape[1]
        delta, B, C = self.x_proj(x).split([self.args.dt_rank, n, n], dim=-1)
        delta = F.softplus(self.dt_proj(delta))
        dA = torch.exp(torch.einsum("bld,dn->bldn", delta, A))
        dBu = torch.einsum("bld,bln,bld->bldn", delta, B, x)
        if cache is not None:
            state = cache.get("ssm", torch.zeros_like(dBu[:, 0])) * dA[:, 0] + dBu[:, 0]
            cache["ssm"] = state
            states = state[:, None]
        else:
            states = SCANS[self.args.scan](dA, dBu)
        return torch.einsum("bldn,bln->bld", states, C) + x * self.D


class Mamba(nn.Module):
    def __init__(self, args: ModelArgs):
        super().__init__()
        self.args = args
        self.embedding = nn.Embedding(args.vocab_size, args.d_model)
        self.layers = nn.ModuleList(nn.ModuleDict({"norm": nn.RMSNorm(args.d_model), "mixer": MambaBlock(args)}) for _ in range(args.n_layer))
        self.norm_f = nn.RMSNorm(args.d_model)
        self.lm_head = nn.Linear(args.d_model, args.vocab_size, bias=False)
        self.lm_head.weight = self.embedding.weight

    def forward(self, ids, caches=None):
        x = self.embedding(ids)
        for i, layer in enumerate(self.layers):
            x = layer["mixer"](layer["norm"](x), None if caches is None else caches[i]) + x
        return self.lm_head(self.norm_f(x))

    @torch.no_grad()
    def decode(self, prompt, steps):
        caches = [{} for _ in self.layers]
        for token in prompt.unbind(1):
            logits = self(token[:, None], caches)
        out = [logits[:, -1].argmax(-1)]
        for _ in range(steps - 1):
            out.append(self(out[-1][:, None], caches)[:, -1].argmax(-1))
        return torch.stack(out, 1), logits


torch.manual_seed(2)
args = ModelArgs(d_model=8, n_layer=2, vocab_size=13)
print(args)
model = Mamba(args)
decay = [n for n, p in model.named_parameters() if not getattr(p, "_no_weight_decay", False)]
print(len(decay), len(list(model.parameters())), sum(p.numel() for p in model.parameters()))
ids = torch.randint(0, 13, (2, 9))
results = {}
for name in SCANS:
    for layer in model.layers:
        layer.mixer.args = replace(args, scan=name, vocab_size=13)
    model.zero_grad()
    logits = model(ids)
    loss = F.cross_entropy(logits[:, :-1].flatten(0, 1), ids[:, 1:].flatten())
    loss.backward()
    results[name] = logits.detach(), model.layers[0].mixer.A_log.grad.clone()
    print(f"{name:>10} {loss:.4f} {results[name][1].norm():.4f}")
reference = results["sequential"]
print({k: all(torch.allclose(a, b, atol=1e-4) for a, b in zip(v, reference)) for k, v in results.items()})
tokens, last = model.decode(ids, 3)
print(tokens.shape, torch.allclose(last[:, -1], reference[0][:, -1], atol=1e-5))
optimizer = torch.optim.AdamW([{"params": [p for n, p in model.named_parameters() if n in decay]}, {"params": [p for n, p in model.named_parameters() if n not in decay], "weight_decay": 0}], lr=3e-2)
for step in range(5):
    loss = F.cross_entropy(model(ids)[:, :-1].flatten(0, 1), ids[:, 1:].flatten())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(step, f"{loss.item():.3f}")
