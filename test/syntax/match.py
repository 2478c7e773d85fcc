"""Bindings of every kind and `match`."""
def star():
    global a, b
    for a in range(3): pass
    with b as c: pass
    import os.path, d.e as f
    try: pass
    except X as g: pass
    (h := 1)
    i: int
    j: int = 3
    k += 1
    del l
    match m:
        case n, *o: pass
        case {'a': p, **r}: pass
        case S(t, u=v) | W(t, u=v): pass
        case (1 | 2) as y: pass
        case -1 | 1.5 | -1+2j | 3j | 'a' 'b' | b'c' | None | True | A.B.C: pass
        case []: pass
        case (): pass
        case (z): pass
        case (z,): pass
        case z,: pass
        case {}: pass
        case A(): pass
        case {1: _, -2: 3, 'k': {"n": [x1, y1]}, A.b: c1, None: d1}: pass
        case [a1, *_]: pass
        case str() | int(x2) if x2: pass
        case _: pass
    match a, b: 
        case _: pass
    match (a): 
        case 1: pass
    match a,:
        case 1: pass
    match *a, b:
        case 1: pass
    match -a:
        case 1: pass
    match [a, b]:
        case 1: pass
    match {}:
        case 1: pass
    match x.y[0](z):
        case 1: pass
