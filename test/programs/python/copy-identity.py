import copy

a = [1, [2, 3], {"k": [4]}]
b = copy.copy(a)
c = copy.deepcopy(a)
a[1].append(9)
a[2]["k"].append(5)
a.append("new")
print(a, b, c, a[1] is b[1], a[1] is c[1])


class Node:
    def __init__(self, v):
        self.v, self.links = v, []

    def __deepcopy__(self, memo):
        print("deepcopy", self.v)
        made = Node(self.v)
        memo[id(self)] = made
        made.links = copy.deepcopy(self.links, memo)
        return made


n = Node(1)
n.links.append(n)
m = copy.deepcopy(n)
print(m is n, m.links[0] is m)
x = y = []
print(x is y, x == [], None is None, (1,) == (1,), id(x) == id(y))
grid = [[0] * 2] * 2
grid[0][0] = 1
print(grid)
grid = [[0] * 2 for _ in range(2)]
grid[0][0] = 1
print(grid)


def change(items, number):
    items.append(number)
    items = [0]
    number += 1
    return items, number


z, k = [], 5
print(change(z, k), z, k)
t = ([],)
t[0].append(1)
print(t)
try:
    t[0] += [2]
except TypeError as error:
    print(error, t)
s = a_list = list("ab")
a_list += "cd"
a_list = a_list + ["e"]
print(s, a_list)
