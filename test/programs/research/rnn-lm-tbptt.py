"""An LSTM language model with tied weights, locked and weight dropout, truncated backpropagation, ASGD switch and a cache of hidden states."""
import math
import re
import string
from bisect import bisect_left
from collections import Counter
from functools import lru_cache
from types import MappingProxyType

import torch
import torch.nn as nn
import torch.nn.functional as F

TEXT = """It was a bright cold day; the clocks were striking. The clocks, it seemed, were never wrong.
A cold wind was blowing, and the day seemed bright; the wind never stopped. It was never cold for the clocks."""


class Corpus:
    def __init__(self, text):
        table = str.maketrans({p: f" {p} " for p in string.punctuation})
        tokens = re.sub(r"\s+", " ", text.translate(table)).strip().lower().split(" ")
        counts = Counter(tokens)
        self.words = tuple(w for w, _ in counts.most_common())
        self.ids = MappingProxyType({w: i for i, w in enumerate(self.words)})
        self.data = torch.tensor([self.ids[t] for t in tokens])
        self.top = counts.most_common(3)

    def batchify(self, size):
        n = len(self.data) // size
        return self.data[: n * size].view(size, -1).t().contiguous()


class LockedDropout(nn.Module):
    def forward(self, x, p=0.5):
        if not self.training or not p:
            return x
        mask = x.new_empty(1, *x.shape[1:]).bernoulli_(1 - p) / (1 - p)
        return x * mask.expand_as(x)


class WeightDrop(nn.Module):
    """Drops hidden-to-hidden weights anew in every forward pass."""

    def __init__(self, module, names, p=0.3):
        super().__init__()
        self.module, self.names, self.p = module, names, p
        for name in names:
            raw = getattr(module, name)
            del module._parameters[name]
            module.register_parameter(f"{name}_raw", nn.Parameter(raw.data))

    def _set(self):
        for name in self.names:
            raw = getattr(self.module, f"{name}_raw")
            setattr(self.module, name, F.dropout(raw, self.p, self.training))

    def forward(self, *args):
        self._set()
        return self.module(*args)


class Cell(nn.Module):
    def __init__(self, inputs, hidden):
        super().__init__()
        self.weight_ih, self.weight_hh = nn.Parameter(torch.empty(4 * hidden, inputs)), nn.Parameter(torch.empty(4 * hidden, hidden))
        self.bias = nn.Parameter(torch.zeros(4 * hidden))
        for w in (self.weight_ih, self.weight_hh):
            nn.init.uniform_(w, -1 / math.sqrt(hidden), 1 / math.sqrt(hidden))
        with torch.no_grad():
            self.bias[hidden : 2 * hidden].fill_(1.0)

    def forward(self, x, state):
        h, c = state
        outputs = []
        for step in x:
            i, f, g, o = (F.linear(step, self.weight_ih, self.bias) + F.linear(h, self.weight_hh)).chunk(4, 1)
            c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
            h = torch.sigmoid(o) * torch.tanh(c)
            outputs.append(h)
        return torch.stack(outputs), (h, c)


class LM(nn.Module):
    def __init__(self, words, size=10, layers=2):
        super().__init__()
        self.encoder, self.lock = nn.Embedding(words, size), LockedDropout()
        self.layers = nn.ModuleList(WeightDrop(Cell(size, size), ["weight_hh"]) for _ in range(layers))
        self.decoder = nn.Linear(size, words)
        self.decoder.weight = self.encoder.weight
        nn.init.uniform_(self.encoder.weight, -0.1, 0.1)

    def initial(self, batch):
        weight = next(self.parameters())
        return [(weight.new_zeros(batch, weight.size(1)), weight.new_zeros(batch, weight.size(1))) for _ in self.layers]

    def forward(self, ids, states):
        x, new, raw = self.lock(self.encoder(ids), 0.1), [], []
        for layer, state in zip(self.layers, states):
            x, state = layer(x, state)
            raw.append(x)
            x = self.lock(x, 0.1)
            new.append(state)
        return self.decoder(x), new, raw[-1], x


def repackage(state):
    return state.detach() if isinstance(state, torch.Tensor) else type(state)(repackage(s) for s in state)


@lru_cache(maxsize=None)
def perplexity(loss):
    return round(math.exp(loss), 1)


corpus = Corpus(TEXT)
torch.manual_seed(8)
stream = corpus.batchify(4)
print(len(corpus.words), corpus.top, tuple(stream.shape), bisect_left(sorted(corpus.words), "cold"))
model = LM(len(corpus.words))
print([n for n, _ in model.named_parameters()], sum(p.numel() for p in model.parameters()))
optimizer, bptt, history = torch.optim.SGD(model.parameters(), lr=2.0), 4, []
for epoch in range(5):
    states, total = model.initial(4), 0.0
    model.train()
    for i in range(0, len(stream) - 1, bptt):
        states = repackage(states)
        length = min(bptt, len(stream) - 1 - i)
        logits, states, raw, dropped = model(stream[i : i + length], states)
        loss = F.cross_entropy(logits.flatten(0, 1), stream[i + 1 : i + 1 + length].flatten())
        full = loss + 2e-2 * dropped.pow(2).mean()
        if len(raw) > 1:
            full = full + 1e-2 * (raw[1:] - raw[:-1]).pow(2).mean()
        optimizer.zero_grad()
        full.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 0.25)
        optimizer.step()
        total += loss.item() * length
    history.append(total / (len(stream) - 1))
    if epoch == 2 and "t0" not in optimizer.param_groups[0]:
        optimizer = torch.optim.ASGD(model.parameters(), lr=1.0, t0=0, lambd=0.0)
    print(epoch, f"{history[-1]:.2f}", type(optimizer).__name__)
print(perplexity(0.0), perplexity.cache_info().misses, history[-1] < history[0])
states = model.initial(4)
_, states, _, _ = model(stream[:2], states)
loss = model(stream[2:4], states)[0].sum()
loss.backward()
try:
    model(stream[4:6], states)[0].sum().backward()
except RuntimeError as e:
    print(str(e).split(".")[0])
try:
    corpus.ids["new"] = 1
except TypeError as e:
    print(e)
