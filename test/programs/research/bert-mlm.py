"""BERT-like masked language model with word pieces, 80/10/10 masking, weight tying, warm-up, parameter groups by name."""
import collections
import contextlib
import re
import textwrap
import unicodedata
from typing import Any, Dict, Iterable, List, Optional, Union

import torch
from torch import nn
from torch.nn import functional as F
from torch.optim.lr_scheduler import LambdaLR
from torch.utils.data import BatchSampler, DataLoader, Dataset, RandomSampler, Sampler

CORPUS = textwrap.dedent("""\
    The quick brown fox jumps over the lazy dog.
    A lazy dog sleeps; the fox is quick!
    Foxes jump, dogs sleep, and cafés open.
    Over and over the brown dog jumps.
    """)


class WordPiece:
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    pattern = re.compile(r"\w+|[^\w\s]", re.UNICODE)

    def __init__(self, text: str, size: int = 40):
        words = collections.Counter(self.split(text))
        pieces = collections.Counter()
        for word, n in words.items():
            pieces.update({word[0]: n, **{"##" + c: n for c in word[1:]}})
            pieces[word] += n * len(word)
        ranked = sorted(pieces.items(), key=lambda kv: (-kv[1], kv[0]))
        self.vocab = {t: i for i, t in enumerate(self.special + [p for p, _ in ranked])}
        self.inverse = dict(map(reversed, self.vocab.items()))

    @staticmethod
    def normalize(text):
        return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(c) != "Mn")

    def split(self, text):
        return self.pattern.findall(self.normalize(text))

    def tokenize(self, word):
        start, out = 0, []
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = ("##" if start else "") + word[start:end]
                if piece in self.vocab:
                    out.append(piece)
                    start = end
                    break
            else:
                return ["[UNK]"]
        return out

    def __call__(self, text, max_length=12):
        tokens = ["[CLS]", *(p for w in self.split(text) for p in self.tokenize(w)), "[SEP]"][:max_length]
        ids = [self.vocab[t] for t in tokens]
        pad = max_length - len(ids)
        return dict(input_ids=torch.tensor(ids + [0] * pad), attention_mask=torch.tensor([1] * len(ids) + [0] * pad))

    def __getattr__(self, name):
        if name.endswith("_id"):
            return self.vocab[f"[{name[:-3].upper()}]"]
        raise AttributeError(name)


class Lines(Dataset):
    def __init__(self, text, tok):
        self.items = [tok(line) for line in text.splitlines()]

    def __len__(self):
        return len(self.items)

    def __getitem__(self, i):
        return self.items[i]


class MaskingCollator:
    def __init__(self, tok, p=0.3, generator=None):
        self.tok, self.p, self.g = tok, p, generator

    def __call__(self, examples: List[Dict[str, torch.Tensor]]):
        batch = {k: torch.stack([e[k] for e in examples]) for k in examples[0]}
        ids = batch["input_ids"].clone()
        labels = ids.clone()
        special = torch.isin(ids, torch.tensor([self.tok.pad_id, self.tok.cls_id, self.tok.sep_id]))
        chance = torch.full(labels.shape, self.p).masked_fill_(special, value=0.0)
        masked = torch.bernoulli(chance, generator=self.g).bool()
        labels[~masked] = -100
        replaced = torch.bernoulli(torch.full(labels.shape, 0.8), generator=self.g).bool() & masked
        ids[replaced] = self.tok.mask_id
        rand = torch.bernoulli(torch.full(labels.shape, 0.5), generator=self.g).bool() & masked & ~replaced
        words = torch.randint(len(self.tok.vocab), labels.shape, dtype=torch.long, generator=self.g)
        ids[rand] = words[rand]
        return {**batch, "input_ids": ids, "labels": labels}


class Embeddings(nn.Module):
    def __init__(self, vocab, hidden, max_len=12):
        super().__init__()
        self.word = nn.Embedding(vocab, hidden, padding_idx=0)
        self.position = nn.Embedding(max_len, hidden)
        self.LayerNorm = nn.LayerNorm(hidden, eps=1e-12)
        self.register_buffer("position_ids", torch.arange(max_len).expand((1, -1)), persistent=False)

    def forward(self, ids):
        return self.LayerNorm(self.word(ids) + self.position(self.position_ids[:, : ids.size(1)]))


class Bert(nn.Module):
    def __init__(self, vocab, hidden=16, layers=2, heads=4):
        super().__init__()
        self.embeddings = Embeddings(vocab, hidden)
        layer = nn.TransformerEncoderLayer(hidden, heads, dim_feedforward=32, dropout=0.0, activation="gelu", batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, layers, enable_nested_tensor=False)
        self.transform = nn.Sequential(nn.Linear(hidden, hidden), nn.GELU(), nn.LayerNorm(hidden))
        self.decoder = nn.Linear(hidden, vocab, bias=False)
        self.bias = nn.Parameter(torch.zeros(vocab))
        self.decoder.weight = self.embeddings.word.weight
        self.apply(self.init)

    @staticmethod
    def init(module):
        match module:
            case nn.Linear(weight=w, bias=b):
                w.data.normal_(mean=0.0, std=0.02)
                if b is not None:
                    b.data.zero_()
            case nn.Embedding(padding_idx=pad):
                module.weight.data.normal_(mean=0.0, std=0.02)
                if pad is not None:
                    module.weight.data[pad].zero_()
            case nn.LayerNorm():
                module.bias.data.zero_()
                module.weight.data.fill_(1.0)

    def forward(self, input_ids, attention_mask=None, labels=None, **_: Any):
        x = self.embeddings(input_ids)
        x = self.encoder(x, src_key_padding_mask=None if attention_mask is None else attention_mask == 0)
        logits = self.decoder(self.transform(x)) + self.bias
        loss = None if labels is None else F.cross_entropy(logits.view(-1, logits.size(-1)), labels.view(-1))
        return collections.namedtuple("MaskedLMOutput", "loss logits")(loss, logits)


def param_groups(model, decay=0.01, no_decay=("bias", "LayerNorm.weight", "norm1.weight", "norm2.weight")):
    groups = [{"params": [], "weight_decay": decay, "names": []}, {"params": [], "weight_decay": 0.0, "names": []}]
    for n, p in model.named_parameters():
        g = groups[any(nd in n for nd in no_decay)]
        g["params"].append(p)
        g["names"].append(n)
    return groups


torch.manual_seed(0)
tok = WordPiece(CORPUS)
print(len(tok.vocab), tok.mask_id, tok.tokenize("foxy"), tok.tokenize("zzz"), tok.split("Cafés, open!"))
try:
    tok.nonsense
except AttributeError as e:
    print("AttributeError", e)
data = Lines(CORPUS, tok)
collate = MaskingCollator(tok, generator=torch.Generator().manual_seed(11))
loader = DataLoader(data, batch_sampler=BatchSampler(RandomSampler(data, generator=torch.Generator().manual_seed(5)), 2, drop_last=False), collate_fn=collate)
model = Bert(len(tok.vocab))
print(sum(p.numel() for p in model.parameters()), model.decoder.weight is model.embeddings.word.weight, "embeddings.position_ids" in model.state_dict())
groups = param_groups(model)
print([len(g["params"]) for g in groups], groups[1]["names"][:3])
opt = torch.optim.AdamW(groups, lr=5e-3)
total, warm = 8, 2
sched = LambdaLR(opt, lambda s: s / warm if s < warm else max(0.0, (total - s) / (total - warm)))
for epoch in range(4):
    for batch in loader:
        out = model(**batch)
        if torch.isnan(out.loss):
            print("  nothing masked")
            continue
        out.loss.backward()
        norm = nn.utils.clip_grad_norm_([p for g in opt.param_groups for p in g["params"]], 1.0, error_if_nonfinite=True)
        opt.step()
        sched.step()
        opt.zero_grad()
        masked = (batch["labels"] != -100).sum().item()
        print(f"epoch {epoch} masked {masked} loss {out.loss.item():.4f} norm {norm.item():.3f} lr {sched.get_last_lr()[0]:.2e}")
model.eval()
with torch.no_grad():
    enc = {k: v[None] for k, v in tok("the lazy [MASK]").items()}
    enc["input_ids"][0, 3] = tok.mask_id
    out = model(**enc)
    top = out.logits[0, 3].topk(3)
    print([tok.inverse[i] for i in top.indices.tolist()], out.loss, out._fields, out.logits.shape)
print(model.encoder.layers[0].self_attn.in_proj_weight.shape, model.embeddings.word.weight[0].abs().sum().item() > 0)
