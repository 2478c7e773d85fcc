"""Encoder-decoder with Bahdanau attention, teacher forcing, padding, packed sequences, beam search over a heap."""
import heapq
import random
import string
from collections import Counter
from dataclasses import dataclass, field
from typing import Iterable, List, Optional

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence
from torch.utils.data import DataLoader, Dataset

random.seed(4)
torch.manual_seed(4)


class Vocab:
    SPECIALS = PAD, SOS, EOS, UNK = "<pad>", "<sos>", "<eos>", "<unk>"

    def __init__(self, tokens: Iterable[str], min_freq=1):
        counts = Counter(tokens)
        self.itos = list(self.SPECIALS) + sorted(t for t, c in counts.items() if c >= min_freq)
        self.stoi = {t: i for i, t in enumerate(self.itos)}

    def __len__(self):
        return len(self.itos)

    def __getitem__(self, token):
        return self.stoi.get(token, self.stoi[self.UNK])

    def __contains__(self, token):
        return token in self.stoi

    def encode(self, text) -> List[int]:
        return [self[self.SOS], *(self[c] for c in text), self[self.EOS]]

    def decode(self, ids):
        out = []
        for i in ids:
            if self.itos[i] == self.EOS:
                break
            if self.itos[i] not in self.SPECIALS:
                out.append(self.itos[i])
        return "".join(out)


class Reversals(Dataset):
    def __init__(self, n, vocab=None):
        letters = string.ascii_lowercase[:5]
        self.pairs = []
        for _ in range(n):
            word = "".join(random.choices(letters, k=random.randint(2, 4)))
            self.pairs.append((word, word[::-1]))
        self.vocab = vocab or Vocab(c for src, _ in self.pairs for c in src)

    def __len__(self):
        return len(self.pairs)

    def __getitem__(self, i):
        return tuple(torch.tensor(self.vocab.encode(w)) for w in self.pairs[i])


def collate(batch):
    batch.sort(key=lambda p: len(p[0]), reverse=True)
    src, trg = zip(*batch)
    lengths = torch.tensor([len(s) for s in src])
    return pad_sequence(src, batch_first=True), lengths, pad_sequence(trg, batch_first=True, padding_value=0)


class Encoder(nn.Module):
    def __init__(self, vocab, emb, hid):
        super().__init__()
        self.embedding = nn.Embedding(vocab, emb, padding_idx=0)
        self.rnn = nn.GRU(emb, hid, batch_first=True, bidirectional=True)
        self.fc = nn.Linear(hid * 2, hid)

    def forward(self, src, lengths):
        packed = pack_padded_sequence(self.embedding(src), lengths, batch_first=True)
        outputs, hidden = self.rnn(packed)
        outputs, _ = pad_packed_sequence(outputs, batch_first=True)
        hidden = torch.tanh(self.fc(torch.cat((hidden[-2], hidden[-1]), dim=1)))
        return outputs, hidden


class BahdanauAttention(nn.Module):
    def __init__(self, enc, dec):
        super().__init__()
        self.W = nn.Linear(enc + dec, dec)
        self.v = nn.Linear(dec, 1, bias=False)

    def forward(self, hidden, enc_out, mask):
        L = enc_out.shape[1]
        energy = torch.tanh(self.W(torch.cat((hidden.unsqueeze(1).repeat(1, L, 1), enc_out), dim=2)))
        scores = self.v(energy).squeeze(2).masked_fill(mask == 0, -1e10)
        return F.softmax(scores, dim=1)


class Decoder(nn.Module):
    def __init__(self, vocab, emb, hid):
        super().__init__()
        self.vocab = vocab
        self.embedding = nn.Embedding(vocab, emb)
        self.attention = BahdanauAttention(hid * 2, hid)
        self.cell = nn.GRUCell(emb + hid * 2, hid)
        self.fc_out = nn.Linear(hid * 3 + emb, vocab)

    def forward(self, token, hidden, enc_out, mask):
        emb = self.embedding(token)
        a = self.attention(hidden, enc_out, mask)
        ctx = torch.bmm(a.unsqueeze(1), enc_out).squeeze(1)
        hidden = self.cell(torch.cat((emb, ctx), 1), hidden)
        return self.fc_out(torch.cat((hidden, ctx, emb), 1)), hidden, a


@dataclass(order=True)
class Hypothesis:
    score: float
    tokens: list = field(compare=False)
    hidden: Optional[torch.Tensor] = field(compare=False, default=None, repr=False)

    def extend(self, token, logp, hidden):
        return Hypothesis(self.score + logp, self.tokens + [token], hidden)


class Seq2Seq(nn.Module):
    def __init__(self, vocab: Vocab, emb=8, hid=10):
        super().__init__()
        self.vocab = vocab
        self.encoder = Encoder(len(vocab), emb, hid)
        self.decoder = Decoder(len(vocab), emb, hid)

    def forward(self, src, lengths, trg, teacher_forcing_ratio=0.5):
        B, T = trg.shape
        outputs = torch.zeros(B, T, self.decoder.vocab)
        enc_out, hidden = self.encoder(src, lengths)
        mask = src != 0
        token = trg[:, 0]
        forced = []
        for t in range(1, T):
            output, hidden, _ = self.decoder(token, hidden, enc_out, mask)
            outputs[:, t] = output
            teacher = random.random() < teacher_forcing_ratio
            forced.append("TF"[not teacher])
            token = trg[:, t] if teacher else output.argmax(1)
        self.last_forced = "".join(forced)
        return outputs

    @torch.inference_mode()
    def beam(self, text, width=2, max_len=6):
        src = torch.tensor([self.vocab.encode(text)])
        enc_out, hidden = self.encoder(src, torch.tensor([src.size(1)]))
        beams = [Hypothesis(0.0, [self.vocab[Vocab.SOS]], hidden)]
        finished = []
        for _ in range(max_len):
            candidates = []
            for hyp in beams:
                out, h, _ = self.decoder(torch.tensor([hyp.tokens[-1]]), hyp.hidden, enc_out, src != 0)
                logps, ids = F.log_softmax(out, 1).topk(width)
                for lp, i in zip(logps[0], ids[0]):
                    candidates.append(hyp.extend(i.item(), lp.item(), h))
            beams = heapq.nlargest(width, candidates)
            finished += [b for b in beams if b.tokens[-1] == self.vocab[Vocab.EOS]]
            beams = [b for b in beams if b not in finished]
            if not beams:
                break
        return max(finished + beams, key=lambda h: h.score / len(h.tokens))


data = Reversals(12)
print(data.vocab.itos, "z" in data.vocab, data.vocab["z"], data.pairs[:3])
loader = DataLoader(data, batch_size=4, shuffle=True, collate_fn=collate)
model = Seq2Seq(data.vocab)
print(sum(p.numel() for p in model.parameters() if p.requires_grad), "trainable parameters")
for name, param in model.named_parameters():
    if "weight" in name:
        nn.init.normal_(param.data, mean=0, std=0.1)
    else:
        nn.init.constant_(param.data, 0)
optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
criterion = nn.CrossEntropyLoss(ignore_index=data.vocab[Vocab.PAD])
for epoch in range(2):
    epoch_loss = 0
    for i, (src, lengths, trg) in enumerate(loader):
        optimizer.zero_grad()
        output = model(src, lengths, trg)
        loss = criterion(output[:, 1:].reshape(-1, output.shape[-1]), trg[:, 1:].reshape(-1))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1)
        optimizer.step()
        epoch_loss += loss.item()
        print(f"  {epoch}.{i} {tuple(src.shape)} {lengths.tolist()} forced={model.last_forced} loss={loss.item():.4f}")
    print(f"Epoch: {epoch + 1:02} | Train Loss: {epoch_loss / len(loader):.3f} | Train PPL: {2.718281828 ** (epoch_loss / len(loader)):7.3f}")
model.eval()
best = model.beam("abc")
print(f"{best.score:.3f} {best.tokens} {data.vocab.decode(best.tokens)!r}")
print(model.encoder.embedding.weight[0].tolist()[:2], model.encoder.embedding.weight.grad[0].abs().sum().item())
print(Hypothesis(1.0, [1]) < Hypothesis(2.0, [0]), Hypothesis(1.0, []) == Hypothesis(1.0, [5]), Hypothesis(0.5, [2]))
