import torch

x = torch.tensor([0.5, 1.5], requires_grad=True)


def attempt(name, loss):
    try:
        loss.backward()
        print(name, "fine")
    except RuntimeError as error:
        text = str(error)
        print(name, text[text.find("["):text.find(". Hint")])


h = x * 1
y = (h * h).sum()
h.add_(1)
attempt("add_", y)
h = x * 1
y = (h * h).sum()
with torch.no_grad():
    h.add_(1)
attempt("no_grad add_", y)
h = x.sigmoid()
y = h.sum()
h.mul_(2)
attempt("sigmoid", y)
h = x * 1
y = (h ** 2).sum()
h[0] = 3
attempt("setitem", y)
h = x * 1
v = h[:1]
y = (v ** 2).sum()
h.mul_(2)
attempt("view", y)
c = torch.ones(2)
y = (x * c).sum()
c.add_(1)
attempt("constant", y)
y = (x ** 2).sum()
x.detach().add_(1)
attempt("leaf", y)
d = torch.ones(2, dtype=torch.float64)
y = (x * d).sum()
d.add_(1)
attempt("double", y)
idx = torch.tensor([0, 1])
y = x[idx].sum()
idx.add_(0)
attempt("index", y)
h = (x * 1).softmax(0)
y = h.sum()
h[0] = 0
attempt("softmax", y)
h = x.exp()
y = h.sum()
h /= h.sum()
attempt("exp", y)
