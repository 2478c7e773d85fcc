"""Tabs, comments between blocks, line continuations and semicolons."""
if 1:
	x
	if 2:
		y
		
	else:
		z
# comment
class Doc:
    # a comment
    'doc' "string"
    x = 1  # trailing

    def f(self):
        # c
        return 1
    # end
def long_expr():
    return (a
            + b  # c
            - d)
x = [  # c
    1,
    # d
    2
]
x = 1 \
  + 2
if x: \
  y
try:
    a
finally:
    b
for x in y: z
else: w
