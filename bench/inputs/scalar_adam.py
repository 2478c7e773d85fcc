"""Ten thousand Adam steps on two scalars."""
import torch

slope = torch.tensor(0.1, requires_grad=True)
offset = torch.tensor(-0.3, requires_grad=True)
optimizer = torch.optim.Adam([slope, offset], lr=0.01)
for step in range(10_000):
    loss = (slope * 1.5 + offset - 2.0) ** 2 + 0.1 * (slope - 1.0) ** 2
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 2_500 == 0:
        print(step, loss.item())
print(slope.item(), offset.item())
