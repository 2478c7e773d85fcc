"""LBFGS: evaluates the closure as often as it likes within one step."""
import torch
from torch.optim.optimizer import Optimizer


def _cubic(x1, f1, g1, x2, f2, g2, bounds=None):
    """The minimum of the cubic through two points with their slopes, kept within bounds."""
    low, high = bounds if bounds is not None else (min(x1, x2), max(x1, x2))
    d1 = g1 + g2 - 3 * (f1 - f2) / (x1 - x2)
    square = d1**2 - g1 * g2
    if not square >= 0:
        return (low + high) / 2.0
    d2 = square.sqrt()
    if x1 <= x2:
        at = x2 - (x2 - x1) * ((g2 + d2 - d1) / (g2 - g1 + 2 * d2))
    else:
        at = x1 - (x1 - x2) * ((g1 + d2 - d1) / (g1 - g2 + 2 * d2))
    return min(max(at, low), high)


def _at_most(value, limit):
    """`value <= limit`; where the numbers are not known the search goes on, as it nearly always does."""
    return not (value > limit or value != value)


class _Point:
    def __init__(self, t, f, g, slope):
        self.t = t
        self.f = f
        self.g = g
        self.slope = slope


def _strong_wolfe(evaluate, t, d, f, g, slope, max_ls, c1=1e-4, c2=0.9, tolerance=1e-9):
    """Finds a step length by bracketing, then zooming; answers loss, gradient, length and the number of evaluations."""

    def at(t):
        value, grad = evaluate(t)
        return _Point(t, value, grad, grad.dot(d))

    norm = d.abs().max()
    before = _Point(0, f, g.clone(), slope)
    now = at(t)
    evaluations = 1
    tries = 0
    bracket = None
    done = False
    while tries < max_ls:
        if now.f > f + c1 * now.t * slope or (tries > 1 and now.f >= before.f):
            bracket = [before, now]
            break
        if abs(now.slope) <= -c2 * slope:
            bracket = [now]
            done = True
            break
        if now.slope >= 0:
            bracket = [before, now]
            break
        bounds = (now.t + 0.01 * (now.t - before.t), now.t * 10)
        further = _cubic(before.t, before.f, before.slope, now.t, now.f, now.slope, bounds=bounds)
        before = now
        now = at(further)
        evaluations += 1
        tries += 1
    if bracket is None:
        bracket = [_Point(0, f, g, slope), now]
    low, high = (0, 1) if bracket[0].f <= bracket[-1].f else (1, 0)
    stuck = False
    while not done and tries < max_ls:
        ends = [p.t for p in bracket]
        if abs(ends[1] - ends[0]) * norm < tolerance:
            break
        t = _cubic(bracket[0].t, bracket[0].f, bracket[0].slope, bracket[1].t, bracket[1].f, bracket[1].slope)
        margin = 0.1 * (max(ends) - min(ends))
        if min(max(ends) - t, t - min(ends)) < margin:
            if stuck or t >= max(ends) or t <= min(ends):
                t = max(ends) - margin if abs(t - max(ends)) < abs(t - min(ends)) else min(ends) + margin
                stuck = False
            else:
                stuck = True
        else:
            stuck = False
        now = at(t)
        evaluations += 1
        tries += 1
        if now.f > f + c1 * now.t * slope or now.f >= bracket[low].f:
            bracket[high] = now
            low, high = (0, 1) if bracket[0].f <= bracket[1].f else (1, 0)
        else:
            if abs(now.slope) <= -c2 * slope:
                done = True
            elif now.slope * (bracket[high].t - bracket[low].t) >= 0:
                bracket[high] = bracket[low]
            bracket[low] = now
    best = bracket[low if len(bracket) > 1 else 0]
    return best.f, best.g, best.t, evaluations


class LBFGS(Optimizer):
    def __init__(self, params, lr=1, max_iter=20, max_eval=None, tolerance_grad=1e-7, tolerance_change=1e-9, history_size=100, line_search_fn=None):
        if not isinstance(lr, torch.Tensor) and not 0.0 <= lr:
            raise ValueError(f"Invalid learning rate: {lr}")
        if max_eval is None:
            max_eval = max_iter * 5 // 4
        super().__init__(params, dict(lr=lr, max_iter=max_iter, max_eval=max_eval, tolerance_grad=tolerance_grad, tolerance_change=tolerance_change, history_size=history_size, line_search_fn=line_search_fn))
        if len(self.param_groups) != 1:
            raise ValueError("LBFGS doesn't support per-parameter options (parameter groups)")
        self._params = self.param_groups[0]["params"]

    def _flat_grad(self):
        return torch.cat([p.new_zeros(p.numel()) if p.grad is None else p.grad.view(-1) for p in self._params], 0)

    def _move(self, length, direction):
        at = 0
        for p in self._params:
            count = p.numel()
            p.add_(direction[at : at + count].view_as(p), alpha=length)
            at += count

    @torch.no_grad()
    def step(self, closure):
        self._begin_step()
        evaluate = torch.enable_grad()(closure)
        group = self.param_groups[0]
        lr = group["lr"]
        max_iter = group["max_iter"]
        tolerance_change = group["tolerance_change"]
        state = self.state[self._params[0]]
        state.setdefault("func_evals", 0)
        state.setdefault("n_iter", 0)
        first_loss = evaluate()
        loss = float(first_loss)
        evals = 1
        state["func_evals"] += 1
        grad = self._flat_grad()
        if _at_most(grad.abs().max(), group["tolerance_grad"]):
            return first_loss
        d, t, diagonal = state.get("d"), state.get("t"), state.get("H_diag")
        dirs, steps, ro = state.get("old_dirs"), state.get("old_stps"), state.get("ro")
        before_grad, before_loss = state.get("prev_flat_grad"), state.get("prev_loss")
        n = 0
        while n < max_iter:
            n += 1
            state["n_iter"] += 1
            if state["n_iter"] == 1:
                d = grad.neg()
                dirs, steps, ro = [], [], []
                diagonal = 1
            else:
                y = grad.sub(before_grad)
                s = d.mul(t)
                ys = y.dot(s)
                if ys > 1e-10:
                    if len(dirs) == group["history_size"]:
                        for kept in (dirs, steps, ro):
                            kept.pop(0)
                    dirs.append(y)
                    steps.append(s)
                    ro.append(1.0 / ys)
                    diagonal = ys / y.dot(y)
                al = state.setdefault("al", [None] * group["history_size"])
                q = grad.neg()
                for i in range(len(dirs) - 1, -1, -1):
                    al[i] = steps[i].dot(q) * ro[i]
                    q.add_(dirs[i], alpha=-al[i])
                d = torch.mul(q, diagonal)
                for i in range(len(dirs)):
                    be = dirs[i].dot(d) * ro[i]
                    d.add_(steps[i], alpha=al[i] - be)
            if before_grad is None:
                before_grad = grad.clone()
            else:
                before_grad.copy_(grad)
            before_loss = loss
            t = min(1.0, 1.0 / grad.abs().sum()) * lr if state["n_iter"] == 1 else lr
            slope = grad.dot(d)
            if not (slope <= -tolerance_change or slope != slope):
                break
            used = 0
            flat = False
            if group["line_search_fn"] is not None:
                if group["line_search_fn"] != "strong_wolfe":
                    raise RuntimeError("only 'strong_wolfe' is supported")
                start = [p.clone() for p in self._params]

                def probe(length):
                    self._move(length, d)
                    value = float(evaluate())
                    g = self._flat_grad()
                    for p, x in zip(self._params, start):
                        p.copy_(x)
                    return value, g

                loss, grad, t, used = _strong_wolfe(probe, t, d, loss, grad, slope, group["max_eval"] - evals)
                self._move(t, d)
                flat = _at_most(grad.abs().max(), group["tolerance_grad"])
            else:
                self._move(t, d)
                if n != max_iter:
                    loss = float(evaluate())
                    grad = self._flat_grad()
                    flat = _at_most(grad.abs().max(), group["tolerance_grad"])
                    used = 1
            evals += used
            state["func_evals"] += used
            if n == max_iter or evals >= group["max_eval"] or flat:
                break
            if _at_most(d.mul(t).abs().max(), tolerance_change) or not (abs(loss - before_loss) >= tolerance_change or loss != loss):
                break
        state["d"], state["t"] = d, t
        state["old_dirs"], state["old_stps"], state["ro"], state["H_diag"] = dirs, steps, ro, diagonal
        state["prev_flat_grad"], state["prev_loss"] = before_grad, before_loss
        return first_loss
