import torch
import torch.nn.functional as F

from networks import QNet
from replay import Replay

replay = Replay(50)
for _ in range(16):
    replay.push(torch.randn(4), torch.randint(0, 3, ()), torch.randn(()), torch.randn(4), torch.zeros(()))

q = QNet()
opt = torch.optim.Adam(q.parameters(), lr=1e-3)
for _ in range(2):
    batch = replay.sample(8)
    chosen = q(batch.obs).gather(1, batch.action[:, None]).squeeze(1)
    best_next = q(batch.after).amax(dim=1)
    target = batch.reward + 0.99 * (1 - batch.done) * best_next
    loss = F.smooth_l1_loss(chosen, target)  # expect: grad-target
    opt.zero_grad()
    loss.backward()
    opt.step()
