u = PreAct(1)
with torch.no_grad():
    u.conv1.weight.zero_()
x = -torch.ones(1, 1, 2, 2)
assert (u(x.clone()).sum() == 0) == BUG
