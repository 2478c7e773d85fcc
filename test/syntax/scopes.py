"""Scopes, private names, the class cell and walruses."""
class _A__:
    __x = 1
    def __f(self, __a, *, __k=3):
        self.__y = __a; __z.__w__ = self.__f
        import __q, __r.s, t as __u
        from v import __w
        global __glob
        f(__kw=1)
        nonlocal_ = 1
        def __g(): pass
        class __B: __in = 1
        try: pass
        except E as __e: pass
        match x:
            case C(__attr=1) as __m: pass
            case {**__rest}: pass
            case [*__star]: pass
        del __a
        for __i in x: pass
        [__c for __c in d]
        lambda __l: __l
class __:
    __x = 1
def outer():
    x = 1; z = 2
    def inner():
        nonlocal x
        x = 2
        def deep(): return x, z
        return deep
    class K(Base, metaclass=x):
        y = x
        z = z
        def m(self): return y, z, __class__, super().m()
        def n(self): return [super() for _ in x]
        def o(self):
            def p(): return super(K, self)
            return p
        w = [y for y in z]
        v = [x for _ in y if w]
        u = lambda: x
    [a := b for b in x]
    [(c := d) for e in [f for f in x]]
    return a, c
def g2():
    global gg
    gg = 1
    def h(): return gg
    def i():
        gg = 2
        def j(): return gg
    class L:
        gg = 3
        def k(self): return gg
def h2(a=lambda: q, *b: (r := 1), c=[s for s in t]) -> [u for u in v]: pass
q = [i for i in range(5) for j in (i, 2)] if 0 else 3
class M:
    global n
    n = 1
    x: n = 2
    y = [x for x in x]
    z = (w for w in x if x)
