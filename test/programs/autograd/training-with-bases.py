import torch, torch.nn as nn
torch.manual_seed(0)
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3); self.bn = nn.BatchNorm2d(4); self.fc = nn.Linear(4*6*6, 3)
        for m in self.modules():
            if isinstance(m, nn.modules.conv._ConvNd): nn.init.kaiming_normal_(m.weight)
            elif isinstance(m, nn.modules.batchnorm._BatchNorm): nn.init.constant_(m.weight, 0.5)
    def train(self, mode=True):
        super().train(mode)
        for m in self.modules():
            if isinstance(m, nn.modules.batchnorm._BatchNorm): m.eval()
        return self
    def forward(self, x): return self.fc(self.bn(self.conv(x)).relu().flatten(1))
n = Net().train(); print(n.bn.training, n)
o = torch.optim.AdamW([{"params": [p for k, p in n.named_parameters() if p.ndim > 1]}, {"params": [p for k, p in n.named_parameters() if p.ndim == 1], "weight_decay": 0.}], lr=1e-2)
s = torch.optim.lr_scheduler.OneCycleLR(o, 0.1, total_steps=5)
ema = torch.optim.swa_utils.AveragedModel(n, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.9))
for i in range(3):
    x = torch.randn(2, 1, 8, 8); y = torch.tensor([0, 2])
    with torch.autocast("cpu", dtype=torch.bfloat16): l = nn.functional.cross_entropy(n(x), y, label_smoothing=0.1)
    o.zero_grad(set_to_none=True); l.backward(); g = nn.utils.clip_grad_norm_(n.parameters(), 1.0, foreach=True); o.step(); s.step(); ema.update_parameters(n)
    print(i, l.dtype, round(l.item(), 2), s.get_last_lr())
class Focal(nn.modules.loss._WeightedLoss):
    def __init__(self, weight=None, gamma=2., reduction="mean"): super().__init__(weight, reduction=reduction); self.gamma = gamma
    def forward(self, x, t):
        ce = nn.functional.cross_entropy(x, t, weight=self.weight, reduction="none"); return ((1 - (-ce).exp()) ** self.gamma * ce).mean()
f = Focal(torch.tensor([1., 2., 1.])); print(f(torch.ones(2, 3, requires_grad=True), y), f, f.reduction, list(f.state_dict()))
class LabelSmooth(nn.modules.loss._Loss):
    def forward(self, x, t): return x.mean() if self.reduction == "mean" else x.sum()
print(LabelSmooth()(torch.ones(2)), LabelSmooth(reduction="sum")(torch.ones(2)))

