"""BiLSTM-CRF tagger (forward algorithm, Viterbi) and a pointer network that sorts; sequences of named tuples, bisect, walrus."""
import bisect
import itertools
from collections import ChainMap, OrderedDict, UserDict, namedtuple
from typing import Dict, List, Tuple

import torch
import torch.nn as nn
import torch.optim as optim

START_TAG, STOP_TAG = "<START>", "<STOP>"
Sentence = namedtuple("Sentence", ["words", "tags"])


class Index(UserDict):
    """Numbers things in the order they are first seen."""

    frozen = False

    def __missing__(self, key):
        if self.frozen:
            raise KeyError(f"{key!r} was never seen")
        self.data[key] = len(self.data)
        return self.data[key]

    @property
    def names(self):
        return [k for k, _ in sorted(self.data.items(), key=lambda kv: kv[1])]


def log_sum_exp(vec):
    max_score = vec[0, vec.argmax(dim=1)]
    return max_score + torch.log(torch.sum(torch.exp(vec - max_score.view(1, -1).expand(1, vec.size(1)))))


class BiLSTM_CRF(nn.Module):
    def __init__(self, vocab_size, tags, embedding_dim=5, hidden_dim=4):
        super().__init__()
        self.hidden_dim, self.tags = hidden_dim, tags
        self.word_embeds = nn.Embedding(vocab_size, embedding_dim)
        self.lstm = nn.LSTM(embedding_dim, hidden_dim // 2, num_layers=1, bidirectional=True)
        self.hidden2tag = nn.Linear(hidden_dim, len(tags))
        self.transitions = nn.Parameter(torch.randn(len(tags), len(tags)))
        self.transitions.data[tags[START_TAG], :] = -10000
        self.transitions.data[:, tags[STOP_TAG]] = -10000
        self.hidden = self.init_hidden()

    def init_hidden(self):
        return torch.randn(2, 1, self.hidden_dim // 2), torch.randn(2, 1, self.hidden_dim // 2)

    def _forward_alg(self, feats):
        init = torch.full((1, len(self.tags)), -10000.0)
        init[0][self.tags[START_TAG]] = 0.0
        forward_var = init
        for feat in feats:
            alphas_t = []
            for next_tag in range(len(self.tags)):
                emit_score = feat[next_tag].view(1, -1).expand(1, len(self.tags))
                trans_score = self.transitions[next_tag].view(1, -1)
                alphas_t.append(log_sum_exp(forward_var + trans_score + emit_score).view(1))
            forward_var = torch.cat(alphas_t).view(1, -1)
        return log_sum_exp(forward_var + self.transitions[self.tags[STOP_TAG]])

    def features(self, sentence):
        self.hidden = self.init_hidden()
        embeds = self.word_embeds(sentence).view(len(sentence), 1, -1)
        lstm_out, self.hidden = self.lstm(embeds, self.hidden)
        return self.hidden2tag(lstm_out.view(len(sentence), self.hidden_dim))

    def _score_sentence(self, feats, tags):
        score = torch.zeros(1)
        tags = torch.cat([torch.tensor([self.tags[START_TAG]], dtype=torch.long), tags])
        for i, feat in enumerate(feats):
            score = score + self.transitions[tags[i + 1], tags[i]] + feat[tags[i + 1]]
        return score + self.transitions[self.tags[STOP_TAG], tags[-1]]

    def viterbi(self, feats) -> Tuple[torch.Tensor, List[int]]:
        backpointers = []
        forward_var = torch.full((len(self.tags),), -10000.0)
        forward_var[self.tags[START_TAG]] = 0
        for feat in feats:
            scores = forward_var[None, :] + self.transitions
            best, ids = scores.max(dim=1)
            forward_var = best + feat
            backpointers.append(ids.tolist())
        terminal = forward_var + self.transitions[self.tags[STOP_TAG]]
        best_tag_id = terminal.argmax().item()
        path = [best_tag_id]
        for bptrs in reversed(backpointers):
            path.append(best_tag_id := bptrs[best_tag_id])
        assert path.pop() == self.tags[START_TAG]
        path.reverse()
        return terminal[path[-1]], path

    def neg_log_likelihood(self, sentence, tags):
        feats = self.features(sentence)
        return self._forward_alg(feats) - self._score_sentence(feats, tags)

    def forward(self, sentence):
        return self.viterbi(self.features(sentence))


torch.manual_seed(1)
data = [Sentence(*map(str.split, pair)) for pair in (
    ("the wall street journal reported today", "B I I I O O"), ("georgia tech is in georgia", "B I O O B"))]
words, tags = Index(), Index()
encoded = [(torch.tensor([words[w] for w in s.words]), torch.tensor([tags[t] for t in s.tags])) for s in data]
for t in (START_TAG, STOP_TAG):
    tags[t]
words.frozen = tags.frozen = True
print(len(words), tags, tags.names)
try:
    words["paper"]
except KeyError as e:
    print("KeyError:", e)
model = BiLSTM_CRF(len(words), tags)
optimizer = optim.SGD(model.parameters(), lr=0.05, weight_decay=1e-4)
with torch.no_grad():
    score, path = model(encoded[0][0])
    print(f"before {score:.4f}", path)
for epoch in range(4):
    for sentence, target in encoded:
        model.zero_grad()
        loss = model.neg_log_likelihood(sentence, target)
        loss.backward()
        optimizer.step()
    print(f"epoch {epoch} loss {loss.item():.4f}")
with torch.no_grad():
    feats = model.features(encoded[1][0])
    every = torch.stack([model._score_sentence(feats, torch.tensor(p)) for p in itertools.product(range(3), repeat=5)])
    print("partition", torch.allclose(torch.logsumexp(every, 0), model._forward_alg(feats), atol=1e-3), every.shape)
    score, path = model.viterbi(feats)
    print(torch.allclose(score, every.max()), [tags.names[i] for i in path], len(list(itertools.groupby(path))))


class Pointer(nn.Module):
    def __init__(self, hidden=8):
        super().__init__()
        self.encoder = nn.LSTM(1, hidden, batch_first=True)
        self.cell = nn.LSTMCell(1, hidden)
        self.W1, self.W2, self.v = nn.Linear(hidden, hidden, bias=False), nn.Linear(hidden, hidden, bias=False), nn.Linear(hidden, 1, bias=False)
        self.start = nn.Parameter(torch.zeros(1, 1))

    def forward(self, x):
        enc, (h, c) = self.encoder(x)
        h, c = h[0], c[0]
        inp = self.start.expand(x.size(0), 1)
        mask = torch.zeros(x.shape[:2], dtype=torch.bool)
        logps, picks = [], []
        for _ in range(x.size(1)):
            h, c = self.cell(inp, (h, c))
            u = self.v(torch.tanh(self.W1(enc) + self.W2(h).unsqueeze(1))).squeeze(-1)
            logp = u.masked_fill(mask, float("-inf")).log_softmax(-1)
            pick = logp.argmax(-1)
            mask = mask.scatter(1, pick.unsqueeze(1), True)
            inp = x[torch.arange(len(x)), pick]
            logps.append(logp)
            picks.append(pick)
        return torch.stack(logps, 1), torch.stack(picks, 1)


x = torch.rand(6, 4, 1)
target = x.squeeze(-1).argsort(1)
net = Pointer()
opt = optim.Adam(net.parameters(), lr=2e-2)
for step in range(4):
    logp, picks = net(x)
    picked = logp.gather(2, target.unsqueeze(-1))
    loss = -picked[torch.isfinite(picked)].mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
    print(f"pointer {step} {loss.item():.4f} exact {(picks == target).all(1).float().mean():.2f} {sorted(picks[0].tolist())}")
keys = sorted(x[0].flatten().tolist())
print([bisect.bisect(keys, v) for v in (0.0, keys[1], 1.0)], ChainMap({"a": 1}, {"a": 2, "b": 3})["b"], OrderedDict(a=1) == {"a": 1})
