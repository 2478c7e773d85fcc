import torch
torch.manual_seed(0)
class Example(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.paramn_ = torch.nn.Parameter(torch.rand(2), requires_grad=True)
        self.eta_estimator = torch.nn.Sequential(torch.nn.Linear(3, 1))
        self.eta_estimator.train(False)
        self.param_max = torch.tensor([2, 4, 2])
        self.param_min = torch.tensor([1, 2, 0])
    @property
    def Param(self):
        paramn = torch.zeros([3])
        paramn[0] = self.paramn_[0]
        paramn[1] = self.paramn_[1]
        param = paramn * (self.param_max - self.param_min) + self.param_min
        param[2] = param[0] / param[1]
        paramn = (param - self.param_min) / (self.param_max - self.param_min)
        return paramn
    @property
    def ParamOk(self):
        p = self.paramn_ * (self.param_max - self.param_min)[:2] + self.param_min[:2]
        p = torch.cat([p, (p[0] / p[1]).reshape(1)])
        return (p - self.param_min) / (self.param_max - self.param_min)
    @property
    def eta(self):
        return self.eta_estimator(self.Param)
test = Example()
print('可学习参数:')
print(test.paramn_)
print(test.Param)
print(test.ParamOk)
print(f"{test.eta.item():.4f}")
test.ParamOk.sum().backward()
print(test.paramn_.grad)
test.paramn_.grad.zero_()
test.Param.sum().backward()
print(test.paramn_.grad)
