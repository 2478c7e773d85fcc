import torch, warnings
warnings.simplefilter("always")
def t(f):
    try:
        with warnings.catch_warnings(record=True) as w:
            warnings.simplefilter("always")
            r = f()
        print("OK", r, [str(x.message)[-130:] for x in w])
    except Exception as e: print(type(e).__name__, e)
print("expanded")
e = lambda: torch.ones(1).expand(3)
t(lambda: e().index_fill_(0, torch.tensor([1]), 0.5)); t(lambda: e().masked_fill_(torch.tensor([True,False,True]), 1.)); t(lambda: e().index_put_((torch.tensor([0]),), torch.tensor(1.))); t(lambda: e().__setitem__(torch.tensor([0]), 1.)); t(lambda: e().__setitem__(torch.tensor([True,False,True]), 1.)); t(lambda: e().index_copy_(0, torch.tensor([1]), torch.ones(1))); t(lambda: e().index_add_(0, torch.tensor([1]), torch.ones(1))); t(lambda: e().scatter_(0, torch.tensor([1]), 1.)); t(lambda: e().index_fill_(0, torch.tensor([1]), torch.tensor(0.5))); t(lambda: e().put_(torch.tensor([1]), torch.tensor([0.5])))
t(lambda: e().masked_scatter_(torch.tensor([True,False,True]), torch.ones(3)))
print("bitwise")
for d in [torch.uint8, torch.bool, torch.int64, torch.float32]:
    for op in ["__ior__","__iand__","__ixor__","bitwise_or_", "__ilshift__", "__irshift__"]:
        for o in [1.5, torch.ones(()), torch.ones(2), torch.ones(2, dtype=torch.int64), torch.ones((),dtype=torch.int64), torch.ones(()).double()]:
            print(d, op, o if isinstance(o,float) else (o.dtype,tuple(o.shape)), end=" "); t(lambda: getattr(torch.zeros(2, dtype=d), op)(o))
    for op in ["__or__","__ror__", "bitwise_or", "__lshift__"]:
        for o in [1.5, torch.ones(2), torch.ones(())]:
            print(d, op, o if isinstance(o,float) else (o.dtype,tuple(o.shape)), end=" "); t(lambda: getattr(torch.zeros(2, dtype=d), op)(o))
