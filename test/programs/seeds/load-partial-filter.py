import torch
import torch.nn as nn


def build(classes):
    return nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, classes))


torch.manual_seed(9)
pretrained = build(10).state_dict()
model = build(2)
own = model.state_dict()
kept = {k: v for k, v in pretrained.items() if k in own and v.size() == own[k].size()}
print(sorted(kept), "of", len(pretrained))
own.update(kept)
print(model.load_state_dict(own))
print(torch.equal(model[0].weight, pretrained["0.weight"]))
print(model[2].weight.shape)
own["0.bias"].fill_(3.0)
print(model[0].bias)
