"""What is run for each model of catalogue.json, here and under PyTorch: @words@ are filled in from the catalogue."""

import torch
@imports@

model = @model@
output = @output@


def tensors(value):
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, dict):
        for key in value:
            yield from tensors(value[key])
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from tensors(item)


found = [t for t in tensors(output) if t.is_floating_point()]
for t in found:
    print(tuple(t.shape), "with a graph" if t.requires_grad else "without a graph")
sum(t.sum() for t in found if t.requires_grad).backward()

parameters = list(model.named_parameters())
print("parameters", len(parameters), sum(p.numel() for _, p in parameters))
reached = [name for name, p in parameters if p.grad is not None]
checksum = 0
for name in reached:
    for letter in name:
        checksum = (checksum * 31 + ord(letter)) % 1000000007
print("with gradient", len(reached), checksum)
print("without gradient", " ".join(name for name, p in parameters if p.grad is None))
torch.optim.SGD(model.parameters(), lr=0.1).step()
