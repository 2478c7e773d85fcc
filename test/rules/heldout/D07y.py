import torch
import torch.nn as nn

# simulate x' = f(x) with euler and fit it -- pasted from my homework, sorry for the style
class F_net(nn.Module):
  def __init__(self):
    super().__init__()
    self.l1 = nn.Linear(2,20); self.l2 = nn.Linear(20,2)
  def forward(self, s):
    return self.l2(torch.sin(self.l1(s)))

f = F_net()
T = 6; dt = .1
def simulate(s0):
  traj = torch.zeros(T, 2)
  traj[0] = s0
  for k in range(1,T):
    traj[k] = traj[k-1] + dt*f(traj[k-1])  # expect: inplace-saved
  return traj

target = torch.linspace(0,1,T).unsqueeze(1).repeat(1,2)
opt = torch.optim.Adam(f.parameters(), 1e-2)
for it in range(3):
  opt.zero_grad()
  L = ((simulate(torch.tensor([1.,0.])) - target)**2).sum()
  L.backward()  # raises: modified by an inplace operation
  opt.step()
  print(it, L.item())
