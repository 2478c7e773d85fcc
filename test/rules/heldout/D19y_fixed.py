# fitting a sine with a polynomial, but with my own update rule
import math
import torch

xs = torch.linspace(-math.pi, math.pi, 50)
ys = torch.sin(xs)

coef = {name: torch.randn((), requires_grad=True) for name in "abcd"}
rate = 1e-4
for t in range(5):
    guess = coef["a"] + coef["b"] * xs + coef["c"] * xs ** 2 + coef["d"] * xs ** 3
    loss = (guess - ys).pow(2).sum()
    loss.backward()
    for name in coef:
        with torch.no_grad():
            coef[name] -= rate * coef[name].grad
            coef[name].grad = None
    if t % 2 == 0:
        print(t, loss.item())
