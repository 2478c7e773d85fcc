"""CTC recognition of toy strokes with greedy decoding, edit distance, a char RNN with numpy data and truncated backpropagation."""
import functools
import itertools
import math
import string
from typing import Iterable, List, Sequence, Tuple

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, Dataset, Sampler


class Codec:
    blank = 0

    def __init__(self, alphabet: str):
        self.alphabet = alphabet
        self.table = str.maketrans({c: chr(i + 1) for i, c in enumerate(alphabet)})

    def encode(self, text: str) -> List[int]:
        return list(map(ord, text.translate(self.table)))

    def decode(self, ids: Iterable[int], merge=True) -> str:
        if merge:
            ids = (k for k, _ in itertools.groupby(ids))
        return "".join(self.alphabet[i - 1] for i in ids if i != self.blank)


@functools.lru_cache(maxsize=256)
def edit_distance(a: str, b: str) -> int:
    if not a or not b:
        return len(a) + len(b)
    return min(edit_distance(a[1:], b) + 1, edit_distance(a, b[1:]) + 1, edit_distance(a[1:], b[1:]) + (a[0] != b[0]))


class Strokes(Dataset):
    def __init__(self, words: Sequence[str], codec: Codec, seed=0):
        rng = np.random.RandomState(seed)
        self.glyphs = rng.randn(len(codec.alphabet), 4).astype("float32")
        self.codec, self.items = codec, []
        for w in words:
            frames = [self.glyphs[i - 1] for i in codec.encode(w) for _ in range(rng.randint(1, 3))]
            x = np.stack(frames) + rng.normal(scale=0.05, size=(len(frames), 4))
            self.items.append((torch.tensor(x, dtype=torch.float32), w))

    def __len__(self):
        return len(self.items)

    def __getitem__(self, i):
        return self.items[i]


class ByLength(Sampler):
    def __init__(self, data, batch):
        order = sorted(range(len(data)), key=lambda i: len(data[i][0]), reverse=True)
        self.batches = [order[i:i + batch] for i in range(0, len(order), batch)]

    def __iter__(self):
        return iter(self.batches)

    def __len__(self):
        return len(self.batches)


def collate(codec, batch):
    xs, words = zip(*batch)
    lengths = torch.tensor([len(x) for x in xs])
    padded = nn.utils.rnn.pad_sequence(xs)
    targets = torch.tensor(list(itertools.chain.from_iterable(map(codec.encode, words))))
    return padded, lengths, targets, torch.tensor(list(map(len, words))), words


class Recognizer(nn.Module):
    def __init__(self, classes, hidden=8):
        super().__init__()
        self.conv = nn.Conv1d(4, hidden, 3, padding=1)
        self.rnn = nn.GRU(hidden, hidden, num_layers=2, bidirectional=True)
        self.out = nn.Linear(2 * hidden, classes)

    def forward(self, x, lengths):
        h = F.relu(self.conv(x.permute(1, 2, 0))).permute(2, 0, 1)
        packed = nn.utils.rnn.pack_padded_sequence(h, lengths, enforce_sorted=True)
        h, _ = nn.utils.rnn.pad_packed_sequence(self.rnn(packed)[0])
        return self.out(h).log_softmax(-1)


torch.manual_seed(4)
codec = Codec("abcd")
words = ["abba", "cab", "dad", "bad", "add", "cdc"]
data = Strokes(words, codec)
print(codec.encode("dab"), codec.decode([4, 4, 0, 4, 1, 0]), [len(x) for x, _ in data.items], edit_distance("abba", "cab"))
loader = DataLoader(data, batch_sampler=ByLength(data, 3), collate_fn=functools.partial(collate, codec))
net = Recognizer(len(codec.alphabet) + 1)
ctc = nn.CTCLoss(blank=Codec.blank, zero_infinity=True)
opt = torch.optim.AdamW(net.parameters(), lr=2e-2, amsgrad=True)
for epoch in range(6):
    total = errors = 0
    for x, lengths, targets, target_lengths, ws in loader:
        logp = net(x, lengths)
        loss = ctc(logp, targets, lengths, target_lengths)
        opt.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        opt.step()
        total += loss.item()
        guesses = [codec.decode(p[:n].tolist()) for p, n in zip(logp.argmax(-1).T, lengths.tolist())]
        errors += sum(map(edit_distance, guesses, ws))
    if epoch % 2:
        print(f"ctc {epoch} loss {total / len(loader):.4f} cer {errors / sum(map(len, words)):.3f}")
print(edit_distance.cache_info().maxsize, loader.batch_sampler.batches)
short = F.ctc_loss(torch.randn(2, 1, 5).log_softmax(-1), torch.tensor([[1, 2, 3]]), torch.tensor([2]), torch.tensor([3]), reduction="none")
print(short)

text = ("hello world " * 4).strip()
chars = sorted(set(text))
ix = np.array([chars.index(c) for c in text])
print(len(chars), repr("".join(chars)), string.ascii_lowercase[:3])


class CharRNN(nn.Module):
    def __init__(self, v, h=12):
        super().__init__()
        self.h = h
        self.cell = nn.RNNCell(v, h, nonlinearity="tanh")
        self.why = nn.Linear(h, v)

    def forward(self, ids, h):
        outs = []
        for i in ids:
            h = self.cell(F.one_hot(i, self.why.out_features).float().unsqueeze(0), h)
            outs.append(self.why(h))
        return torch.cat(outs), h


rnn = CharRNN(len(chars))
opt = torch.optim.Adagrad(rnn.parameters(), lr=0.1)
smooth = -math.log(1 / len(chars)) * 8
h, p = torch.zeros(1, rnn.h), 0
for n in range(12):
    if p + 9 >= len(ix):
        h, p = torch.zeros(1, rnn.h), 0
    inputs, targets = (torch.from_numpy(ix[p + k:p + k + 8]) for k in (0, 1))
    logits, h = rnn(inputs, h.detach())
    loss = F.cross_entropy(logits, targets, reduction="sum")
    opt.zero_grad()
    loss.backward()
    for param in rnn.parameters():
        param.grad.clamp_(-5, 5)
    opt.step()
    smooth = smooth * 0.9 + loss.item() * 0.1
    p += 8
    if n % 4 == 3:
        print(f"iter {n}, loss: {smooth:.4f} perplexity {math.exp(loss.item() / 8):.3f}")
with torch.no_grad():
    h, i, out = torch.zeros(1, rnn.h), torch.tensor([chars.index("h")]), ["h"]
    for _ in range(10):
        logits, h = rnn(i, h)
        i = logits[-1].argmax().view(1)
        out.append(chars[i.item()])
print(repr("".join(out)), h.shape)
first, h1 = rnn(torch.from_numpy(ix[:4]), torch.zeros(1, rnn.h))
first.sum().backward()
second, _ = rnn(torch.from_numpy(ix[4:8]), h1)
try:
    second.sum().backward()
except RuntimeError as e:
    print(str(e)[:59])
