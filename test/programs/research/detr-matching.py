"""Set prediction in the manner of DETR: queries, bipartite matching (Hungarian, own code), generalized IoU, auxiliary losses."""
import itertools
from typing import Dict, List, Tuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def cxcywh_to_xyxy(x):
    cx, cy, w, h = x.unbind(-1)
    return torch.stack([cx - 0.5 * w, cy - 0.5 * h, cx + 0.5 * w, cy + 0.5 * h], dim=-1)


def area(b):
    return (b[:, 2] - b[:, 0]) * (b[:, 3] - b[:, 1])


def generalized_iou(a, b):
    assert (a[:, 2:] >= a[:, :2]).all() and (b[:, 2:] >= b[:, :2]).all()
    lt, rb = torch.max(a[:, None, :2], b[:, :2]), torch.min(a[:, None, 2:], b[:, 2:])
    inter = (rb - lt).clamp(min=0).prod(-1)
    union = area(a)[:, None] + area(b) - inter
    iou = inter / union
    whole = (torch.max(a[:, None, 2:], b[:, 2:]) - torch.min(a[:, None, :2], b[:, :2])).clamp(min=0).prod(-1)
    return iou - (whole - union) / whole


def assignment(cost: List[List[float]]) -> Tuple[List[int], List[int]]:
    """Least cost by trying: the sets are small."""
    rows, cols = len(cost), len(cost[0]) if cost else 0
    best, chosen = float("inf"), ()
    for perm in itertools.permutations(range(rows), cols):
        total = sum(cost[r][c] for c, r in enumerate(perm))
        if total < best - 1e-9:
            best, chosen = total, perm
    pairs = sorted(zip(chosen, range(cols)))
    return [r for r, _ in pairs], [c for _, c in pairs]


class Matcher(nn.Module):
    def __init__(self, cost_class=1.0, cost_bbox=5.0, cost_giou=2.0):
        super().__init__()
        self.cost_class, self.cost_bbox, self.cost_giou = cost_class, cost_bbox, cost_giou
        assert cost_class != 0 or cost_bbox != 0 or cost_giou != 0, "all costs cant be 0"

    @torch.no_grad()
    def forward(self, outputs, targets):
        bs, n = outputs["pred_logits"].shape[:2]
        prob = outputs["pred_logits"].flatten(0, 1).softmax(-1)
        boxes = outputs["pred_boxes"].flatten(0, 1)
        ids, tgt = torch.cat([t["labels"] for t in targets]), torch.cat([t["boxes"] for t in targets])
        C = (self.cost_bbox * torch.cdist(boxes, tgt, p=1) - self.cost_class * prob[:, ids]
             - self.cost_giou * generalized_iou(cxcywh_to_xyxy(boxes), cxcywh_to_xyxy(tgt)))
        sizes = [len(t["boxes"]) for t in targets]
        out = [assignment(c[i].tolist()) for i, c in enumerate(C.view(bs, n, -1).split(sizes, -1))]
        return [(torch.as_tensor(i, dtype=torch.int64), torch.as_tensor(j, dtype=torch.int64)) for i, j in out]


class SetCriterion(nn.Module):
    def __init__(self, classes, matcher, weights: Dict[str, float], eos=0.1):
        super().__init__()
        self.classes, self.matcher, self.weights = classes, matcher, weights
        empty = torch.ones(classes + 1)
        empty[-1] = eos
        self.register_buffer("empty_weight", empty)

    @staticmethod
    def _src(indices):
        return torch.cat([torch.full_like(s, i) for i, (s, _) in enumerate(indices)]), torch.cat([s for s, _ in indices])

    def loss_labels(self, out, targets, indices, num):
        logits = out["pred_logits"]
        idx = self._src(indices)
        wanted = torch.cat([t["labels"][j] for t, (_, j) in zip(targets, indices)])
        classes = torch.full(logits.shape[:2], self.classes, dtype=torch.int64)
        classes[idx] = wanted
        losses = {"loss_ce": F.cross_entropy(logits.transpose(1, 2), classes, self.empty_weight)}
        with torch.no_grad():
            losses["class_error"] = 100 - 100.0 * (logits[idx].argmax(-1) == wanted).float().mean()
            losses["cardinality"] = F.l1_loss((logits.argmax(-1) != self.classes).sum(1).float(), torch.tensor([float(len(t["labels"])) for t in targets]))
        return losses

    def loss_boxes(self, out, targets, indices, num):
        src = out["pred_boxes"][self._src(indices)]
        tgt = torch.cat([t["boxes"][i] for t, (_, i) in zip(targets, indices)], dim=0)
        giou = torch.diag(generalized_iou(cxcywh_to_xyxy(src), cxcywh_to_xyxy(tgt)))
        return {"loss_bbox": F.l1_loss(src, tgt, reduction="none").sum() / num, "loss_giou": (1 - giou).sum() / num}

    def forward(self, outputs, targets):
        plain = {k: v for k, v in outputs.items() if k != "aux"}
        num = max(sum(len(t["labels"]) for t in targets), 1)
        losses = {}
        for suffix, out in [("", plain)] + [(f"_{i}", aux) for i, aux in enumerate(outputs.get("aux", []))]:
            indices = self.matcher(out, targets)
            for name in ("labels", "boxes"):
                losses.update({k + suffix: v for k, v in getattr(self, f"loss_{name}")(out, targets, indices, num).items()})
        return losses


class DETR(nn.Module):
    def __init__(self, classes, queries=5, dim=16):
        super().__init__()
        self.backbone = nn.Sequential(nn.Conv2d(3, 8, 3, 2, 1), nn.GroupNorm(2, 8), nn.ReLU(True), nn.Conv2d(8, dim, 3, 2, 1))
        self.row, self.col = nn.Parameter(torch.rand(8, dim // 2)), nn.Parameter(torch.rand(8, dim // 2))
        self.encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(dim, 2, 32, dropout=0.0, batch_first=True), 1, enable_nested_tensor=False)
        self.layers = nn.ModuleList(nn.TransformerDecoderLayer(dim, 2, 32, dropout=0.0, batch_first=True) for _ in range(2))
        self.queries = nn.Embedding(queries, dim)
        self.cls, self.box = nn.Linear(dim, classes + 1), nn.Sequential(nn.Linear(dim, dim), nn.ReLU(), nn.Linear(dim, 4))

    def forward(self, images: List[Tensor]):
        H, W = (max(s) for s in zip(*[im.shape[-2:] for im in images]))
        batch = images[0].new_zeros(len(images), 3, H, W)
        mask = torch.ones(len(images), H, W, dtype=torch.bool)
        for im, slot, m in zip(images, batch, mask):
            slot[:, : im.shape[1], : im.shape[2]].copy_(im)
            m[: im.shape[1], : im.shape[2]] = False
        f = self.backbone(batch)
        h, w = f.shape[-2:]
        m = F.interpolate(mask[None].float(), size=(h, w))[0].to(torch.bool).flatten(1)
        pos = torch.cat([self.col[:w].unsqueeze(0).repeat(h, 1, 1), self.row[:h].unsqueeze(1).repeat(1, w, 1)], dim=-1).flatten(0, 1)
        memory = self.encoder(f.flatten(2).transpose(1, 2) + pos, src_key_padding_mask=m)
        x = self.queries.weight.unsqueeze(0).expand(len(images), -1, -1)
        outs = []
        for layer in self.layers:
            x = layer(x, memory, memory_key_padding_mask=m)
            outs.append({"pred_logits": self.cls(x), "pred_boxes": self.box(x).sigmoid()})
        return {**outs[-1], "aux": outs[:-1]}


def main():
    torch.manual_seed(5)
    model = DETR(3)
    weights = {"loss_ce": 1.0, "loss_bbox": 5.0, "loss_giou": 2.0}
    weights.update({f"{k}_0": v for k, v in dict(weights).items()})
    criterion = SetCriterion(3, Matcher(), weights)
    groups = [{"params": [p for n, p in model.named_parameters() if "backbone" not in n]},
              {"params": [p for n, p in model.named_parameters() if "backbone" in n], "lr": 1e-3}]
    opt = torch.optim.AdamW(groups, lr=5e-3, weight_decay=1e-4)
    images = [torch.rand(3, 16, 24), torch.rand(3, 20, 12)]
    targets = [
        {"labels": torch.tensor([0, 2]), "boxes": torch.tensor([[0.3, 0.3, 0.2, 0.4], [0.7, 0.6, 0.3, 0.3]])},
        {"labels": torch.tensor([1]), "boxes": torch.tensor([[0.5, 0.5, 0.6, 0.6]])},
    ]
    for step in range(4):
        losses = criterion(model(images), targets)
        loss = sum(losses[k] * weights[k] for k in losses if k in weights)
        opt.zero_grad()
        loss.backward()
        norm = nn.utils.clip_grad_norm_(model.parameters(), 0.5)
        opt.step()
        print(step, f"{loss.item():.3f} |g| {norm.item():.2f}", {k: round(v.item(), 2) for k, v in sorted(losses.items())})
    print(sum(p.numel() for p in model.parameters()), [n for n, p in model.named_parameters() if p.grad is None], "empty_weight" in criterion.state_dict())
    with torch.no_grad():
        out = model(images)
        scores, labels = out["pred_logits"].softmax(-1)[..., :-1].max(-1)
    print(scores.shape, labels.dtype, out["pred_boxes"].min().item() > 0, assignment([[1.0, 2.0], [0.5, 4.0], [3.0, 0.1]]))
    model.cls.weight.data.fill_(float("nan"))
    try:
        criterion({**model(images), "pred_boxes": torch.tensor([[[0.5, 0.5, -0.1, 0.2]]]).expand(2, 5, 4)}, targets)
    except AssertionError as e:
        print("AssertionError", repr(str(e)))


main()
