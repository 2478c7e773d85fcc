"""A BiLSTM-CRF tagger: forward algorithm, Viterbi, span F1 from BIO tags, vocabulary saved as JSON and compressed."""
import base64
import hashlib
import io
import json
import re
import zlib
from collections import ChainMap, Counter, deque, namedtuple
from itertools import chain, groupby, starmap, zip_longest
from string import Template
from textwrap import dedent, indent

import torch
import torch.nn as nn

CORPUS = dedent(
    """
    Anna/B-PER Smith/I-PER lives/O in/O Paris/B-LOC ./O
    The/O New/B-LOC York/I-LOC office/O hired/O Bob/B-PER ./O
    Bob/B-PER visited/O Rome/B-LOC and/O Berlin/B-LOC last/O year/O ./O

    Carla/B-PER likes/O tea/O
    """
).strip()
Token = namedtuple("Token", "text tag")
Span = namedtuple("Span", ["kind", "start", "end"], defaults=(None,))
TOKEN = re.compile(r"(?P<text>[^\s/]+)/(?P<tag>[BI]-(?:PER|LOC)|O)\b")


def read(corpus):
    for line in corpus.splitlines():
        if tokens := [Token(**m.groupdict()) for m in TOKEN.finditer(line)]:
            yield tokens


def spans(tags):
    out, start, kind = [], None, None
    for i, tag in enumerate([*tags, "O"]):
        prefix, _, rest = tag.partition("-")
        if start is not None and (prefix != "I" or rest != kind):
            out.append(Span(kind, start, i))
            start = kind = None
        if prefix == "B" or (prefix == "I" and start is None):
            start, kind = i, rest
    return out


def f1(gold, predicted):
    gold, predicted = Counter(gold), Counter(predicted)
    hits = (gold & predicted).total()
    if not hits:
        return 0.0
    precision, recall = hits / predicted.total(), hits / gold.total()
    return 2 * precision * recall / (precision + recall)


class CRF(nn.Module):
    def __init__(self, tags, pairs_forbidden=()):
        super().__init__()
        self.start, self.end = nn.Parameter(torch.empty(tags)), nn.Parameter(torch.empty(tags))
        self.transitions = nn.Parameter(torch.empty(tags, tags))
        for p in self.parameters():
            nn.init.uniform_(p, -0.1, 0.1)
        mask = torch.zeros(tags, tags)
        for i, j in pairs_forbidden:
            mask[i, j] = -1e4
        self.register_buffer("forbidden", mask)

    def score(self, emissions, tags, mask):
        trans = self.transitions + self.forbidden
        s = self.start[tags[0]] + emissions[0].gather(1, tags[0][:, None]).squeeze(1)
        for i in range(1, len(tags)):
            step = trans[tags[i - 1], tags[i]] + emissions[i].gather(1, tags[i][:, None]).squeeze(1)
            s = s + step * mask[i]
        last = mask.long().sum(0) - 1
        return s + self.end[tags.gather(0, last[None]).squeeze(0)]

    def partition(self, emissions, mask):
        alpha = self.start + emissions[0]
        for i in range(1, len(emissions)):
            following = torch.logsumexp(alpha[:, :, None] + self.transitions + self.forbidden + emissions[i][:, None], dim=1)
            alpha = torch.where(mask[i][:, None], following, alpha)
        return torch.logsumexp(alpha + self.end, dim=1)

    def forward(self, emissions, tags, mask):
        return (self.partition(emissions, mask) - self.score(emissions, tags, mask.float())).mean()

    @torch.no_grad()
    def decode(self, emissions, mask):
        score, history = self.start + emissions[0], []
        for i in range(1, len(emissions)):
            best, index = (score[:, :, None] + self.transitions + self.forbidden).max(dim=1)
            score = torch.where(mask[i][:, None], best + emissions[i], score)
            history.append(index)
        out = []
        for b, length in enumerate(mask.sum(0).tolist()):
            path = deque([int((score[b] + self.end).argmax())])
            for index in reversed(history[: length - 1]):
                path.appendleft(index[b][path[0]].item())
            out.append(list(path))
        return out


class Tagger(nn.Module):
    def __init__(self, words, tags, forbidden):
        super().__init__()
        self.embedding = nn.Embedding(words, 8, padding_idx=0)
        self.features = nn.Embedding(4, 2)
        self.lstm = nn.LSTM(10, 6, bidirectional=True, num_layers=2, dropout=0.1)
        self.emit, self.crf = nn.Linear(12, tags), CRF(tags, forbidden)

    def emissions(self, words, shapes):
        return self.emit(self.lstm(torch.cat([self.embedding(words), self.features(shapes)], -1))[0])


def shape(text):
    return 1 if text.istitle() else 2 if text.islower() else 3


sentences = list(read(CORPUS))
words = ["<pad>", "<unk>", *dict.fromkeys(t.text for t in chain.from_iterable(sentences))]
tags = sorted({t.tag for s in sentences for t in s}, key=lambda x: (x != "O", x))
lookup = ChainMap({w: i for i, w in enumerate(words)}, {w.lower(): i for i, w in enumerate(words)})
forbidden = [(i, j) for i, a in enumerate(tags) for j, b in enumerate(tags) if b.startswith("I-") and a[2:] != b[2:]]
print(tags, len(words), len(forbidden), lookup["paris"] == lookup["Paris"])
state = json.dumps({"words": words, "tags": tags}, sort_keys=True, separators=(",", ":"))
packed = base64.b85encode(state.encode()).decode()
restored = json.load(io.StringIO(base64.b85decode(packed).decode()))
print(restored["tags"] == tags, hashlib.md5(state.encode()).hexdigest()[:12], zlib.crc32(state.encode()), len(packed) > 10)
columns = list(zip_longest(*sentences, fillvalue=Token("<pad>", "O")))
X = torch.tensor([[lookup.get(t.text, 1) for t in row] for row in columns])
S = torch.tensor([[shape(t.text) if t.text != "<pad>" else 0 for t in row] for row in columns])
Y = torch.tensor([[tags.index(t.tag) for t in row] for row in columns])
mask = X != 0
torch.manual_seed(4)
model = Tagger(len(words), len(tags), forbidden)
optimizer = torch.optim.Adam(model.parameters(), lr=0.03)
report = Template("epoch $epoch: loss ${loss}, F1 $f1")
for epoch in range(8):
    model.train()
    loss = model.crf(model.emissions(X, S), Y, mask)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if epoch % 3 == 1:
        model.eval()
        paths = model.crf.decode(model.emissions(X, S), mask)
        found = [spans([tags[i] for i in p]) for p in paths]
        gold = [spans([t.tag for t in s]) for s in sentences]
        every = lambda rows: [(i, *s) for i, r in enumerate(rows) for s in r]
        print(report.substitute(epoch=epoch, loss=f"{loss.item():.2f}", f1=f"{f1(every(gold), every(found)):.2f}"))
print(model.crf.transitions.grad.shape, model.embedding.weight.grad[0].abs().sum().item(), [len(p) for p in paths])
lines = [" ".join(starmap("{}={}".format, zip((t.text for t in s), (tags[i] for i in p)))) for s, p in zip(sentences, paths)]
print(indent(lines[-1].split("=")[0], "  > "), {k: len(list(g)) for k, g in groupby(sorted(tags), key=lambda x: x[0])})
print(re.sub(r"(\w+)-(\w+)", lambda m: f"{m[2].lower()}:{m[1]}", " ".join(tags)), Span("PER", 1), Span._field_defaults)
