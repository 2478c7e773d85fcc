torch.manual_seed(0)
c = Clipped(2, 0.01)
x = torch.randn(3, 2)
h, e = c(x)
e.sum().backward()
got = c.fc.bias.grad.clone()
true = 2 * (x @ c.fc.weight.T + c.fc.bias).detach().sum(0)
assert torch.allclose(got, true) != BUG
