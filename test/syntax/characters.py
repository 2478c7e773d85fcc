"""Characters outside ASCII, escapes and offsets in UTF-16."""
'\N{EM DASH}\u1234\U0001F600\x41\101\q\
z'
'\N{BULLET}'
f'\N{BULLET}{x}\N{EM DASH}'
'''a
  b\tc\\
'''
x = 'é😀'; y = ñ
ﬁ = 1
