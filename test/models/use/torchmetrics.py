"""Metrics that keep state over batches."""
import torch, torchmetrics
from torchmetrics import MeanMetric, MetricCollection
from torchmetrics.classification import MulticlassAccuracy, MulticlassF1Score, BinaryAUROC
from torchmetrics.regression import MeanSquaredError
torch.manual_seed(0)
m = MetricCollection({"acc": MulticlassAccuracy(num_classes=3, average="micro"), "f1": MulticlassF1Score(num_classes=3)})
for _ in range(2):
    m.update(torch.randn(8, 3), torch.randint(3, (8,)))
print({k: round(v.item(), 4) for k, v in m.compute().items()})
mean = MeanMetric(); mean.update(1.0); mean.update(torch.tensor([2.0, 6.0])); print(mean.compute())
mse = MeanSquaredError(); print(mse(torch.zeros(4), torch.ones(4)))
au = BinaryAUROC(); print(au(torch.tensor([0.1, 0.4, 0.35, 0.8]), torch.tensor([0, 0, 1, 1])))
m.reset(); print(m["acc"]._update_count)
