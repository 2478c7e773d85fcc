import torch, torch.nn as nn
def focal(logits, targets):
    pos = targets.nonzero()
    if pos.numel() == 0:
        return torch.zeros(1)  # expect: grad-no-graph
    return nn.functional.binary_cross_entropy_with_logits(logits[pos], targets[pos].float())
net = nn.Linear(2, 1)
loss = focal(net(torch.randn(3, 2)).squeeze(1), torch.zeros(3, dtype=torch.long))
loss.backward()  # raises: element 0 of tensors does not require
