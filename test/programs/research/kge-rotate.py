"""Knowledge graph embeddings: TransE, DistMult and RotatE with self-adversarial negatives and filtered ranks."""
import argparse
import itertools
import json
from collections import defaultdict

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, Dataset


class TrainDataset(Dataset):
    def __init__(self, triples, nentity, nrelation, negatives, mode):
        assert mode in {"head-batch", "tail-batch"}
        self.triples, self.nentity, self.nrelation = triples, nentity, nrelation
        self.negatives, self.mode = negatives, mode
        self.count = self.count_frequency(triples)
        self.true = defaultdict(set)
        for h, r, t in triples:
            self.true[(h, r) if mode == "tail-batch" else (r, t)].add(t if mode == "tail-batch" else h)

    def __len__(self):
        return len(self.triples)

    def __getitem__(self, idx):
        h, r, t = self.triples[idx]
        weight = torch.sqrt(1 / torch.Tensor([self.count[(h, r)] + self.count[(t, -r - 1)]]))
        known = self.true[(h, r) if self.mode == "tail-batch" else (r, t)]
        pool = [e for e in torch.randint(self.nentity, (4 * self.negatives,)).tolist() if e not in known]
        while len(pool) < self.negatives:
            pool.append((pool[-1] + 1) % self.nentity if pool else 0)
        return torch.LongTensor([h, r, t]), torch.LongTensor(pool[: self.negatives]), weight, self.mode

    @staticmethod
    def collate_fn(data):
        positive = torch.stack([d[0] for d in data])
        negative = torch.stack([d[1] for d in data])
        weight = torch.cat([d[2] for d in data])
        return positive, negative, weight, data[0][3]

    @staticmethod
    def count_frequency(triples, start=4):
        count = {}
        for h, r, t in triples:
            for key in ((h, r), (t, -r - 1)):
                count[key] = count.get(key, start - 1) + 1
        return count


class KGEModel(nn.Module):
    def __init__(self, name, nentity, nrelation, dim, gamma):
        super().__init__()
        self.name, self.epsilon = name, 2.0
        self.gamma = nn.Parameter(torch.Tensor([gamma]), requires_grad=False)
        self.embedding_range = nn.Parameter(torch.Tensor([(gamma + self.epsilon) / dim]), requires_grad=False)
        self.entity = nn.Parameter(torch.zeros(nentity, dim * 2 if name == "RotatE" else dim))
        self.relation = nn.Parameter(torch.zeros(nrelation, dim))
        for p in (self.entity, self.relation):
            nn.init.uniform_(tensor=p, a=-self.embedding_range.item(), b=self.embedding_range.item())

    def forward(self, sample, mode="single"):
        if mode == "single":
            head = self.entity.index_select(0, sample[:, 0]).unsqueeze(1)
            relation = self.relation.index_select(0, sample[:, 1]).unsqueeze(1)
            tail = self.entity.index_select(0, sample[:, 2]).unsqueeze(1)
        else:
            positive, negative = sample
            n, k = negative.size()
            other = self.entity.index_select(0, negative.view(-1)).view(n, k, -1)
            relation = self.relation.index_select(0, positive[:, 1]).unsqueeze(1)
            if mode == "head-batch":
                head, tail = other, self.entity.index_select(0, positive[:, 2]).unsqueeze(1)
            elif mode == "tail-batch":
                head, tail = self.entity.index_select(0, positive[:, 0]).unsqueeze(1), other
            else:
                raise ValueError("mode %s not supported" % mode)
        score_of = {"TransE": self.TransE, "DistMult": self.DistMult, "RotatE": self.RotatE}
        return score_of[self.name](head, relation, tail, mode)

    def TransE(self, head, relation, tail, mode):
        score = head + (relation - tail) if mode == "head-batch" else (head + relation) - tail
        return self.gamma.item() - torch.norm(score, p=1, dim=2)

    def DistMult(self, head, relation, tail, mode):
        return (head * relation * tail).sum(dim=2)

    def RotatE(self, head, relation, tail, mode):
        pi = 3.14159265358979323846
        re_head, im_head = torch.chunk(head, 2, dim=2)
        re_tail, im_tail = torch.chunk(tail, 2, dim=2)
        phase = relation / (self.embedding_range.item() / pi)
        re_rel, im_rel = torch.cos(phase), torch.sin(phase)
        if mode == "head-batch":
            re = re_rel * re_tail + im_rel * im_tail - re_head
            im = re_rel * im_tail - im_rel * re_tail - im_head
        else:
            re = re_head * re_rel - im_head * im_rel - re_tail
            im = re_head * im_rel + im_head * re_rel - im_tail
        return self.gamma.item() - torch.stack([re, im], dim=0).norm(dim=0).sum(dim=2)

    @staticmethod
    def train_step(model, optimizer, batch, args):
        model.train()
        optimizer.zero_grad()
        positive, negative, weight, mode = batch
        score = model((positive, negative), mode=mode)
        if args.adversarial:
            score = (F.softmax(score * args.temperature, dim=1).detach() * F.logsigmoid(-score)).sum(dim=1)
        else:
            score = F.logsigmoid(-score).mean(dim=1)
        pos = F.logsigmoid(model(positive)).squeeze(dim=1)
        pos_loss = -(weight * pos).sum() / weight.sum()
        neg_loss = -(weight * score).sum() / weight.sum()
        loss = (pos_loss + neg_loss) / 2
        log = {}
        if args.regularization != 0.0:
            reg = args.regularization * (model.entity.norm(p=3) ** 3 + model.relation.norm(p=3).norm(p=3) ** 3)
            loss = loss + reg
            log = {"regularization": reg.item()}
        loss.backward()
        optimizer.step()
        return {**log, "positive": pos_loss.item(), "negative": neg_loss.item(), "loss": loss.item()}

    @staticmethod
    @torch.no_grad()
    def test(model, triples, everything, nentity):
        model.eval()
        ranks = []
        for h, r, t in triples:
            candidates = torch.tensor([[h, r, e] for e in range(nentity)])
            scores = model(candidates).squeeze(1)
            for e in range(nentity):
                if e != t and (h, r, e) in everything:
                    scores[e] = float("-inf")
            order = torch.argsort(scores, descending=True)
            ranks.append(1 + (order == t).nonzero().item())
        ranks = torch.tensor(ranks, dtype=torch.float)
        return {"MRR": (1 / ranks).mean().item(), "HITS@3": (ranks <= 3).float().mean().item()}


def alternate(*loaders):
    its = [itertools.cycle(loader) for loader in loaders]
    while True:
        for it in its:
            yield next(it)


def main(argv=None):
    parser = argparse.ArgumentParser()
    parser.add_argument("--dim", type=int, default=8)
    parser.add_argument("-g", "--gamma", type=float, default=6.0)
    parser.add_argument("--adversarial", action="store_true")
    parser.add_argument("--temperature", default=1.0, type=float)
    parser.add_argument("-r", "--regularization", default=0.0, type=float)
    parser.add_argument("--steps", type=int, default=12)
    args = parser.parse_args(argv)
    print(json.dumps(vars(args), sort_keys=True))
    n = 10
    triples = [(i, 0, (i + 1) % n) for i in range(n)] + [(i, 1, (i + 5) % n) for i in range(n)] + [(i, 2, (i * 2) % n) for i in range(n)]
    train, valid = triples[::2] + triples[1::4], triples[3::4]
    for name in ("TransE", "DistMult", "RotatE"):
        torch.manual_seed(len(name))
        model = KGEModel(name, n, 3, args.dim, args.gamma)
        loaders = [
            DataLoader(TrainDataset(train, n, 3, 4, mode), batch_size=8, shuffle=True, collate_fn=TrainDataset.collate_fn)
            for mode in ("head-batch", "tail-batch")
        ]
        optimizer = torch.optim.Adam(filter(lambda p: p.requires_grad, model.parameters()), lr=0.05)
        stream = alternate(*loaders)
        logs = [KGEModel.train_step(model, optimizer, next(stream), args) for _ in range(args.steps)]
        mean = {k: sum(log[k] for log in logs) / len(logs) for k in logs[0]}
        print(name, {k: round(v, 3) for k, v in mean.items()})
        metrics = KGEModel.test(model, valid, set(triples), n)
        print("  " + ", ".join(f"{k} {v:.3f}" for k, v in metrics.items()), [(k, p.requires_grad) for k, p in model.named_parameters()])
        if name == "RotatE":
            print("  norm", round(model.relation.grad.norm().item(), 3), model.gamma.grad)
    model("nothing", mode="pairs") if False else None


main(["--adversarial", "-r", "0.001"])
