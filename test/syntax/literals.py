"""Subscripts, numbers, strings and f-strings."""
a [ 0 ]
f (x)
x[1:2, ::3, ...]
x[:]
x[::]
x[a:b:c]
x[:, None]
x[*a]
x[*a, b]
x[a:b, *c]
x[()]
x[1,]
0xFF, 0o17, 0b101, 1_000, 1e3, 1E-3, .5, 5., 1_0.0_1e1_0, 1j, 1.5J, 0, 00, 123456789012345678901234567890, 1e400
'a' 'b'
'a' "b" r'\n' '''c
d'''
b'a\x00\xff\101' b'\n'
u'x'
pass
pass
'\777'
rb'\x'
f'{x}' 'y' f'{z!r:>{w}}'
f'{x=}' f'{x = !s}' f'{x=:3}' f'{ x + 1 = }'
f'{{}}{{{x}}}'
f'{x:{y}{z}}'
f'{x:%Y-%m-%d}'
f'{a["b"]}'
f"{'a' if b else 'c'}"
f"{x!r}"
f"{lambda_}"
f"{(lambda: 1)}"
f"{a, b}"
f"{*a, b}"
f"{yield_}"
f'''
{x
}
'''
rf'\d{x}\n'
f'\n{x}\t'
f"{x:\n}"
f'{x!r:^{width}.{prec}}'
f'a' 'b{c}'
f''
f'' ''
f'{x}' 'a' 'b' f'c{d}'
"a" "b" f"c"
f"{d['a']:{'>' if x else '<'}10}"
f"{x:{{y}}}" if 0 else 1
f"{ {1: 2}[1] }"
f"{x:}"
