from collections import defaultdict, Counter, deque
import torch
import numpy as np
class AverageMeter:
    """Computes and stores the average and current value"""
    def __init__(self, name, fmt=':f'):
        self.name, self.fmt = name, fmt
        self.reset()
    def reset(self):
        self.val = self.avg = self.sum = self.count = 0
    def update(self, val, n=1):
        self.val = val
        self.sum += val * n
        self.count += n
        self.avg = self.sum / self.count
    def __str__(self):
        fmtstr = '{name} {val' + self.fmt + '} ({avg' + self.fmt + '})'
        return fmtstr.format(**self.__dict__)
def accuracy(output, target, topk=(1,)):
    with torch.no_grad():
        maxk = max(topk)
        _, pred = output.topk(maxk, 1, True, True)
        pred = pred.t()
        correct = pred.eq(target.view(1, -1).expand_as(pred))
        res = []
        for k in topk:
            correct_k = correct[:k].reshape(-1).float().sum(0, keepdim=True)
            res.append(correct_k.mul_(100.0 / target.size(0)))
        return res
out = torch.tensor([[0.1, 0.7, 0.2], [0.5, 0.3, 0.2], [0.2, 0.25, 0.55], [0.9, 0.05, 0.05]])
y = torch.tensor([1, 1, 2, 2])
top1, top5 = AverageMeter('Acc@1', ':6.2f'), AverageMeter('Acc@2', ':6.2f')
a1, a2 = accuracy(out, y, (1, 2))
top1.update(a1[0].item(), 4); top5.update(a2[0], 4)
print(top1, top5.avg)
cm = torch.zeros(3, 3, dtype=torch.int64)
for t, p in zip(y, out.argmax(1)):
    cm[t, p] += 1
print(cm, cm.diag().sum() / cm.sum())
tp = cm.diag().float()
prec = tp / cm.sum(0).clamp(min=1)
rec = tp / cm.sum(1).clamp(min=1)
f1 = torch.nan_to_num(2 * prec * rec / (prec + rec))
print(f"{prec=} {rec=} {f1=}")
hist = defaultdict(list)
for i, v in enumerate(out.max(dim=1).values.tolist()):
    hist["conf"].append(v); hist["idx"].append(i)
print({k: np.mean(v).item() for k, v in hist.items()} if False else dict(hist))
print(Counter(y.tolist()).most_common(1), deque(y.tolist(), maxlen=2))
print(torch.bincount(y, minlength=4), torch.unique(y, return_counts=True), (y == 2).nonzero().flatten())
order = out[:, 1].argsort(descending=True)
print(order, out[order][:2], torch.histc(out, 4, 0, 1))
print(f"{out.std():.4f} {out.var(dim=0, unbiased=False)} {out.median()} {torch.quantile(out, 0.25)}")
print("%d/%d (%.0f%%)" % ((out.argmax(1) == y).sum(), len(y), 100. * (out.argmax(1) == y).float().mean()))
