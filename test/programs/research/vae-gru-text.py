"""A sentence VAE: GRU encoder and decoder over packed sequences, word dropout, KL annealing, free bits."""
import argparse
import random
from collections import Counter, OrderedDict, defaultdict
from functools import partial
from typing import Dict, List, NamedTuple, Optional, Tuple

import torch
from torch import Tensor, nn, optim
from torch.distributions import Normal, kl_divergence
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence
from torch.utils.data import DataLoader, Dataset

PAD, UNK, BOS, EOS = "<pad>", "<unk>", "<s>", "</s>"


def parse_args(argv: Optional[List[str]] = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--embed", type=int, default=12)
    parser.add_argument("--hidden", type=int, default=16)
    parser.add_argument("--latent", type=int, default=4)
    parser.add_argument("--epochs", "-e", type=int, default=2)
    parser.add_argument("--anneal", choices=["linear", "logistic"], default="logistic")
    parser.add_argument("--word-dropout", type=float, default=0.25, metavar="P")
    parser.add_argument("--free-bits", type=float, default=0.05)
    parser.add_argument("--bidirectional", action=argparse.BooleanOptionalAction, default=True)
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--adam", dest="optimizer", action="store_const", const=optim.Adam)
    group.add_argument("--rmsprop", dest="optimizer", action="store_const", const=optim.RMSprop)
    parser.set_defaults(optimizer=partial(optim.Adam, betas=(0.9, 0.99)))
    return parser.parse_args(argv)


class Vocabulary:
    specials = (PAD, UNK, BOS, EOS)

    def __init__(self, sentences: List[str], min_count: int = 1) -> None:
        counts = Counter(w for s in sentences for w in s.lower().split())
        kept = [w for w, c in sorted(counts.items(), key=lambda kv: (-kv[1], kv[0])) if c >= min_count]
        self.words: List[str] = [*self.specials, *kept]
        self.index: Dict[str, int] = OrderedDict((w, i) for i, w in enumerate(self.words))

    def __len__(self) -> int:
        return len(self.words)

    def encode(self, sentence: str) -> List[int]:
        unk = self.index[UNK]
        return [self.index.get(w, unk) for w in sentence.lower().split()]

    def decode(self, ids) -> str:
        out = []
        for i in map(int, ids):
            if (word := self.words[i]) == EOS:
                break
            out.append(word)
        return " ".join(out)


class Batch(NamedTuple):
    inputs: Tensor
    targets: Tensor
    lengths: Tensor

    @classmethod
    def collate(cls, vocabulary: Vocabulary, samples: List[List[int]]) -> "Batch":
        samples = sorted(samples, key=len, reverse=True)
        bos, eos, pad = (vocabulary.index[k] for k in (BOS, EOS, PAD))
        make = lambda rows: pad_sequence([torch.tensor(r) for r in rows], batch_first=True, padding_value=pad)
        return cls(make([[bos] + s for s in samples]), make([s + [eos] for s in samples]), torch.tensor([len(s) + 1 for s in samples]))


class Sentences(Dataset):
    def __init__(self, vocabulary, sentences):
        self.data = [vocabulary.encode(s) for s in sentences]

    def __len__(self):
        return len(self.data)

    def __getitem__(self, i):
        return self.data[i]


class SentenceVAE(nn.Module):
    def __init__(self, size: int, args: argparse.Namespace, unk: int):
        super().__init__()
        self.embedding = nn.Embedding(size, args.embed, padding_idx=0)
        self.encoder = nn.GRU(args.embed, args.hidden, batch_first=True, bidirectional=args.bidirectional)
        factor = 2 if args.bidirectional else 1
        self.to_mean, self.to_logvar = nn.Linear(args.hidden * factor, args.latent), nn.Linear(args.hidden * factor, args.latent)
        self.to_hidden = nn.Linear(args.latent, args.hidden)
        self.decoder = nn.GRU(args.embed, args.hidden, batch_first=True)
        self.output = nn.Linear(args.hidden, size)
        self.word_dropout, self.unk = args.word_dropout, unk

    def encode(self, batch: Batch) -> Normal:
        packed = pack_padded_sequence(self.embedding(batch.inputs), batch.lengths, batch_first=True)
        _, hidden = self.encoder(packed)
        hidden = hidden.transpose(0, 1).reshape(batch.inputs.size(0), -1)
        return Normal(self.to_mean(hidden), (0.5 * self.to_logvar(hidden)).exp())

    def decode(self, z: Tensor, batch: Batch) -> Tensor:
        inputs = batch.inputs
        if self.training and self.word_dropout > 0:
            drop = torch.rand(inputs.shape) < self.word_dropout
            drop[:, 0] = False
            inputs = inputs.masked_fill(drop & (inputs != 0), self.unk)
        packed = pack_padded_sequence(self.embedding(inputs), batch.lengths, batch_first=True)
        out, _ = self.decoder(packed, torch.tanh(self.to_hidden(z)).unsqueeze(0))
        out, lengths = pad_packed_sequence(out, batch_first=True)
        assert torch.equal(lengths, batch.lengths)
        return self.output(out)

    def forward(self, batch: Batch) -> Tuple[Tensor, Normal]:
        posterior = self.encode(batch)
        return self.decode(posterior.rsample(), batch), posterior

    @torch.no_grad()
    def sample(self, z: Tensor, bos: int, steps: int = 6) -> List[List[int]]:
        hidden, token, out = torch.tanh(self.to_hidden(z)).unsqueeze(0), torch.full((z.size(0), 1), bos), []
        for _ in range(steps):
            o, hidden = self.decoder(self.embedding(token), hidden)
            token = self.output(o).argmax(dim=-1)
            out.append(token)
        return torch.cat(out, dim=1).tolist()


def kl_weight(kind: str, step: int, k: float = 0.5, x0: int = 4) -> float:
    match kind:
        case "linear":
            return min(1.0, step / x0)
        case "logistic":
            return float(1 / (1 + torch.exp(torch.tensor(-k * (step - x0)))))
        case other:
            raise ValueError(other)


if __name__ == "__main__":
    args = parse_args([])
    random.seed(3)
    torch.manual_seed(3)
    subjects, verbs, objects = ["the cat", "a dog", "the old man"], ["sees", "likes"], ["fish", "the moon", "a red ball", "rain"]
    sentences = [f"{s} {v} {o}" for s in subjects for v in verbs for o in objects]
    random.shuffle(sentences)
    vocabulary = Vocabulary(sentences)
    print(len(sentences), len(vocabulary), sentences[0], vocabulary.encode("the dog eats"))
    loader = DataLoader(Sentences(vocabulary, sentences), batch_size=6, shuffle=True, collate_fn=partial(Batch.collate, vocabulary))
    model = SentenceVAE(len(vocabulary), args, vocabulary.index[UNK])
    optimizer = args.optimizer(model.parameters(), lr=5e-3)
    prior, step, history = Normal(0.0, 1.0), 0, defaultdict(list)
    for epoch in range(args.epochs):
        for batch in loader:
            logits, posterior = model(batch)
            nll = nn.functional.cross_entropy(logits.flatten(0, 1), batch.targets.flatten(), ignore_index=0, reduction="sum") / len(batch.inputs)
            kl = kl_divergence(posterior, prior)
            kl = kl.mean(0).clamp(min=args.free_bits).sum()
            loss = nll + kl_weight(args.anneal, step) * kl
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimizer.step()
            step += 1
            for key, value in dict(loss=loss, nll=nll, kl=kl).items():
                history[key].append(value.item())
        print(f"epoch {epoch}: " + ", ".join(f"{k} {sum(v[-4:]) / 4:.2f}" for k, v in history.items()))
    model.eval()
    print([vocabulary.decode(s)[:3] != "" for s in model.sample(torch.randn(3, args.latent), vocabulary.index[BOS])])
    print(sorted(n for n, p in model.named_parameters() if p.grad is None), f"{kl_weight('linear', 2)} {kl_weight('logistic', 4):.2f}")
