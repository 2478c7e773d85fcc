import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)
logits = torch.randn(3, 4, requires_grad=True)
labels = torch.tensor([0, 3, 1])
binary, target01 = torch.randn(3, requires_grad=True), torch.tensor([1.0, 0.0, 1.0])
a, b = torch.randn(3, 2, requires_grad=True), torch.randn(3, 2)
losses = {
    "ce": nn.CrossEntropyLoss()(logits, labels), "ce smooth": nn.CrossEntropyLoss(label_smoothing=0.1)(logits, labels),
    "ce weight": nn.CrossEntropyLoss(weight=torch.tensor([1.0, 2.0, 3.0, 4.0]))(logits, labels), "ce ignore": F.cross_entropy(logits, torch.tensor([0, -100, 1])),
    "ce soft": F.cross_entropy(logits, torch.full((3, 4), 0.25)), "nll": F.nll_loss(F.log_softmax(logits, 1), labels), "bce": F.binary_cross_entropy(torch.sigmoid(binary), target01),
    "bce logits": F.binary_cross_entropy_with_logits(binary, target01, pos_weight=torch.tensor(2.0)), "mse": F.mse_loss(a, b), "l1": F.l1_loss(a, b), "smooth": F.smooth_l1_loss(a, b, beta=0.5),
    "huber": F.huber_loss(a, b), "kl": F.kl_div(F.log_softmax(logits, 1), F.softmax(torch.ones(3, 4), 1), reduction="batchmean"), "hinge": F.hinge_embedding_loss(binary, torch.tensor([1.0, -1.0, 1.0])),
    "cosine": F.cosine_embedding_loss(a, b, torch.tensor([1, -1, 1])), "margin": F.margin_ranking_loss(binary, target01, torch.tensor([1.0, -1.0, 1.0])), "triplet": F.triplet_margin_loss(a, b, b + 1),
    "multi": F.multi_margin_loss(logits, labels), "soft margin": F.soft_margin_loss(binary, torch.tensor([1.0, -1.0, 1.0])), "gauss": F.gaussian_nll_loss(a, b, torch.ones(3, 2)), "poisson": F.poisson_nll_loss(a, b.abs()),
}
for name, loss in losses.items():
    print(f"{name:12} {loss.item():.4f} {loss.grad_fn.name()}")
total = sum(losses.values())
total.backward()
print(logits.grad, binary.grad, a.grad, sep="\n")
try:
    F.mse_loss(a, b, reduction="avg")
except ValueError as error:
    print(error)
nn.CrossEntropyLoss()(logits, labels.float())
