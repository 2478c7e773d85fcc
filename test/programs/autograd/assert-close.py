import torch, torch.testing as tt
tt.assert_close(torch.ones(2), torch.ones(2))
tt.assert_close(1.0, 1.0); tt.assert_close([torch.ones(1)], [torch.ones(1)])
for a, b in [(torch.ones(2), torch.zeros(2)), (torch.ones(2), torch.ones(3)), (torch.ones(2), torch.ones(2).double()), (torch.tensor([1.,2.,3.]), torch.tensor([1.,2.5,3.])), (1.0, 2.0), (torch.tensor(1.), torch.tensor(1.1)), (torch.tensor([1,2]), torch.tensor([1,3])), ([torch.ones(1)], [torch.ones(2)]), ({"a": torch.ones(1)}, {"b": torch.ones(1)}), (torch.tensor([float("nan")]), torch.tensor([float("nan")])), ([1], [1,2])]:
    try: tt.assert_close(a, b); print("close")
    except AssertionError as e: print("A", e)
tt.assert_close(torch.tensor([float("nan")]), torch.tensor([float("nan")]), equal_nan=True)
tt.assert_close(torch.ones(1), torch.ones(1)*1.01, rtol=0.1, atol=0.)
try: tt.assert_close(torch.ones(1), torch.zeros(1), msg="custom")
except AssertionError as e: print(e)
try: tt.assert_close(torch.ones(1), torch.zeros(1), rtol=1.)
except ValueError as e: print(e)

def t(a, b, **k):
    try: tt.assert_close(a, b, **k); print("close")
    except (AssertionError, TypeError, ValueError) as e: print(type(e).__name__, e)
t(torch.ones(2), [1,1]); t(torch.ones(2), 1.); t((torch.ones(1),), [torch.ones(1)]); t("a", "b"); t(None, None); t(torch.ones(2), torch.ones(2, requires_grad=True)); t(torch.ones(2,2), torch.tensor([[1.,2.],[3.,1.]])); t(torch.tensor([True]), torch.tensor([False])); t(torch.ones(2), torch.ones(2).double(), check_dtype=False); t(1, 1.0); t(1, 2); t({"a":[torch.ones(1)]}, {"a":[torch.zeros(1)]}); t(torch.ones(2).half(), torch.ones(2).half()*1.01); t(torch.ones(2,dtype=torch.float64), torch.ones(2,dtype=torch.float64)+1e-6); t(torch.zeros(0), torch.zeros(0)); t(torch.ones(1), torch.ones(1)*2, rtol=0., atol=0.5); t(torch.tensor(float("inf")), torch.tensor(float("inf"))); t(torch.ones(1), torch.zeros(1), msg=lambda m: "X " + m.split("\n")[0]); t(torch.ones(2), torch.zeros(2), rtol=0, atol=0); t(torch.tensor([1,2]), torch.tensor([1,3]), rtol=0.5, atol=0); t(1.0, 2.0, rtol=0, atol=0)
