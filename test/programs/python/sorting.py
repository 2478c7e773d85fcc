people = [("bob", 30), ("al", 25), ("cy", 30), ("di", 25)]
print(sorted(people), sorted(people, key=lambda p: p[1]), sorted(people, key=lambda p: (-p[1], p[0])), sorted(people, key=lambda p: p[1], reverse=True))
people.sort(key=lambda p: len(p[0]))
print(people, max(people, key=lambda p: p[1]), min(people, key=lambda p: p[1]), sorted("bAcD"), sorted("bAcD", key=str.lower), sorted([3, 1.5, True]))
from operator import attrgetter, itemgetter, methodcaller, mul

print(sorted(people, key=itemgetter(1, 0)), list(map(itemgetter(0), people)), methodcaller("upper")("x"), mul(3, 4), attrgetter("real")(5))
print(sorted([[2, 1], [1, 9], [1]]), sorted([(1, "b"), (1, "a")]), list(reversed(sorted([2, 3, 1]))), sorted({3: "c", 1: "a"}), sorted([True, False]), sorted(["10", "9", "2"], key=int))
try:
    sorted([1, "a"])
except TypeError as error:
    print(error)
try:
    sorted([None, 1])
except TypeError as error:
    print(error)
import bisect
import heapq

h = [5, 1, 4]
heapq.heapify(h)
heapq.heappush(h, 0)
print(heapq.heappop(h), heapq.nlargest(2, h), heapq.nsmallest(1, h), bisect.bisect([1, 3, 5], 3), bisect.bisect_left([1, 3, 5], 3))
xs = [1, 3]
bisect.insort(xs, 2)
print(xs, list(zip(*sorted(zip([3, 1, 2], "cab")))))
