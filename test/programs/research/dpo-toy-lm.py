"""Supervised fine-tuning of a small GRU language model, then direct preference optimisation against a frozen reference."""
import copy
from dataclasses import asdict, dataclass
from typing import NamedTuple, Optional

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence
from torch.utils.data import DataLoader, Dataset

VOCAB = ["<pad>", "<bos>", "<eos>"] + list("abcdef")
STOI = {c: i for i, c in enumerate(VOCAB)}
IGNORE = -100


@dataclass(frozen=True)
class DPOConfig:
    beta: float = 0.1
    label_smoothing: float = 0.0
    loss_type: str = "sigmoid"
    reference_free: bool = False


class Output(NamedTuple):
    logits: torch.Tensor
    loss: Optional[torch.Tensor] = None


class TinyLM(nn.Module):
    def __init__(self, vocab=len(VOCAB), dim=16):
        super().__init__()
        self.embed = nn.Embedding(vocab, dim, padding_idx=0)
        self.rnn = nn.GRU(dim, dim, batch_first=True)
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(dim, vocab, bias=False)
        self.head.weight = self.embed.weight

    def forward(self, ids, labels=None):
        lengths = (ids != 0).sum(1)
        packed = pack_padded_sequence(self.embed(ids), lengths, batch_first=True, enforce_sorted=False)
        out, _ = self.rnn(packed)
        out, _ = pad_packed_sequence(out, batch_first=True, total_length=ids.size(1))
        logits = self.head(self.drop(out))
        loss = None
        if labels is not None:
            loss = F.cross_entropy(logits[:, :-1].flatten(0, 1), labels[:, 1:].flatten(), ignore_index=IGNORE)
        return Output(logits, loss)


class Preferences(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, i):
        prompt, chosen, rejected = self.rows[i]
        p = [1] + [STOI[c] for c in prompt]
        item = {}
        for name, text in (("chosen", chosen), ("rejected", rejected)):
            answer = [STOI[c] for c in text] + [2]
            item[f"{name}_ids"] = torch.tensor(p + answer)
            item[f"{name}_labels"] = torch.tensor([IGNORE] * len(p) + answer)
        return item


def collate(batch):
    return {k: pad_sequence([b[k] for b in batch], batch_first=True, padding_value=IGNORE if k.endswith("labels") else 0) for k in batch[0]}


def batch_logps(logits, labels, average=False):
    assert logits.shape[:-1] == labels.shape
    labels = labels[:, 1:].clone()
    logits = logits[:, :-1, :]
    mask = labels != IGNORE
    labels[labels == IGNORE] = 0
    per_token = torch.gather(logits.log_softmax(-1), dim=2, index=labels.unsqueeze(2)).squeeze(2)
    total = (per_token * mask).sum(-1)
    return total / mask.sum(-1) if average else total


def dpo_loss(pc, pr, rc, rr, cfg):
    ratios = pc - pr
    reference = torch.zeros_like(ratios) if cfg.reference_free else rc - rr
    h = ratios - reference
    if cfg.loss_type == "sigmoid":
        losses = -F.logsigmoid(cfg.beta * h) * (1 - cfg.label_smoothing) - F.logsigmoid(-cfg.beta * h) * cfg.label_smoothing
    elif cfg.loss_type == "hinge":
        losses = torch.relu(1 - cfg.beta * h)
    elif cfg.loss_type == "ipo":
        losses = (h - 1 / (2 * cfg.beta)) ** 2
    else:
        raise ValueError(f"Unknown loss type: {cfg.loss_type}. Should be one of ['sigmoid', 'hinge', 'ipo']")
    return losses, cfg.beta * (pc - rc).detach(), cfg.beta * (pr - rr).detach()


def concatenated(model, batch):
    n = max(batch["chosen_ids"].size(1), batch["rejected_ids"].size(1))
    pad = lambda t, v: F.pad(t, (0, n - t.size(1)), value=v)
    ids = torch.cat([pad(batch["chosen_ids"], 0), pad(batch["rejected_ids"], 0)])
    labels = torch.cat([pad(batch["chosen_labels"], IGNORE), pad(batch["rejected_labels"], IGNORE)])
    return batch_logps(model(ids).logits, labels).chunk(2)


@torch.no_grad()
def generate(model, prompt, n=6):
    model.eval()
    ids = torch.tensor([[1] + [STOI[c] for c in prompt]])
    for _ in range(n):
        following = model(ids).logits[:, -1].argmax(-1, keepdim=True)
        ids = torch.cat([ids, following], 1)
        if following.item() == 2:
            break
    return "".join(VOCAB[i] for i in ids[0, 1:])


def main():
    torch.manual_seed(0)
    rows = [("ab", "cd", "e"), ("a", "bc", "ff"), ("c", "de", "a"), ("bc", "d", "ffa"), ("d", "ef", "b"), ("de", "f", "ac")]
    loader = DataLoader(Preferences(rows), batch_size=3, shuffle=True, collate_fn=collate)
    policy = TinyLM()
    print(len(list(policy.parameters())), len(policy.state_dict()), policy.head.weight is policy.embed.weight)
    opt = torch.optim.AdamW(policy.parameters(), lr=5e-2)
    for epoch in range(4):
        total = count = 0
        for batch in loader:
            out = policy(batch["chosen_ids"], batch["chosen_labels"])
            opt.zero_grad()
            out.loss.backward()
            opt.step()
            total, count = total + out.loss.item(), count + 1
        print(f"sft {epoch}: {total / count:.3f}")
    print("padding row", policy.embed.weight.grad[0].abs().sum().item() > 0)
    reference = copy.deepcopy(policy).eval()
    for p in reference.parameters():
        p.requires_grad_(False)
    base = copy.deepcopy(policy.state_dict())
    for loss_type in ("sigmoid", "hinge", "ipo"):
        cfg = DPOConfig(loss_type=loss_type, label_smoothing=0.1 if loss_type == "sigmoid" else 0.0)
        policy.load_state_dict(base)
        policy.train()
        opt = torch.optim.RMSprop(policy.parameters(), lr=1e-2)
        sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: min(1.0, (s + 1) / 3))
        for epoch in range(2):
            for batch in loader:
                pc, pr = concatenated(policy, batch)
                with torch.no_grad():
                    rc, rr = concatenated(reference, batch)
                losses, cr, rj = dpo_loss(pc, pr, rc, rr, cfg)
                losses.mean().backward()
                norm = torch.nn.utils.clip_grad_norm_(policy.parameters(), 10.0)
                opt.step()
                sched.step()
                opt.zero_grad()
        print(loss_type, asdict(cfg), f"{losses.mean().item():.3f} {norm.item():.2f}", (cr > rj).float().mean().item(), pc.requires_grad, rc.requires_grad)
    print(generate(reference, "ab"), all(p.grad is None for p in reference.parameters()))
    try:
        dpo_loss(pc, pr, rc, rr, DPOConfig(loss_type="kto"))
    except ValueError as e:
        print(e)


main()
