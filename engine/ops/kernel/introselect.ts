/**
 * Selecting and sorting as the C++ library does it where equal elements may change places: which of them comes first is visible in the
 * indices that topk and its relatives return. Arrays hold positions; `before(i, j)` compares the elements at two positions.
 */
type Before = (i: number, j: number) => boolean;

const depthOf = (n: number): number => 2 * Math.floor(Math.log2(Math.max(n, 1)));
function swap(a: Int32Array, i: number, j: number): void {
	const t = a[i]!;
	a[i] = a[j]!;
	a[j] = t;
}

function siftUp(a: Int32Array, first: number, hole: number, top: number, value: number, before: Before): void {
	let at = hole;
	while (at > top) {
		const parent = (at - 1) >> 1;
		if (!before(a[first + parent]!, value)) break;
		a[first + at] = a[first + parent]!;
		at = parent;
	}
	a[first + at] = value;
}
function adjustHeap(a: Int32Array, first: number, start: number, length: number, value: number, before: Before): void {
	let [hole, child] = [start, start];
	while (child < (length - 1) >> 1) {
		child = 2 * (child + 1);
		if (before(a[first + child]!, a[first + child - 1]!)) child--;
		a[first + hole] = a[first + child]!;
		hole = child;
	}
	if (length % 2 === 0 && child === (length - 2) >> 1) {
		child = 2 * (child + 1);
		a[first + hole] = a[first + child - 1]!;
		hole = child - 1;
	}
	siftUp(a, first, hole, start, value, before);
}
/** The smallest of first..last come to first..middle, as a heap. */
function heapSelect(a: Int32Array, first: number, middle: number, last: number, before: Before): void {
	const length = middle - first;
	for (let parent = (length - 2) >> 1; parent >= 0 && length > 1; parent--)
		adjustHeap(a, first, parent, length, a[first + parent]!, before);
	for (let i = middle; i < last; i++)
		if (before(a[i]!, a[first]!)) {
			const value = a[i]!;
			a[i] = a[first]!;
			adjustHeap(a, first, 0, length, value, before);
		}
}
export function partialSort(a: Int32Array, first: number, middle: number, last: number, before: Before): void {
	heapSelect(a, first, middle, last, before);
	for (let end = middle - 1; end > first; end--) {
		const value = a[end]!;
		a[end] = a[first]!;
		adjustHeap(a, first, 0, end - first, value, before);
	}
}

function partition(a: Int32Array, start: number, end: number, before: Before): number {
	const [x, y, z] = [start + 1, start + ((end - start) >> 1), end - 1];
	const [p, q, r] = [a[x]!, a[y]!, a[z]!];
	const median = before(p, q) ? (before(q, r) ? y : before(p, r) ? z : x) : before(p, r) ? x : before(q, r) ? z : y;
	swap(a, start, median);
	const pivot = a[start]!;
	let [first, last] = [start + 1, end];
	for (;;) {
		while (before(a[first]!, pivot)) first++;
		last--;
		while (before(pivot, a[last]!)) last--;
		if (first >= last) return first;
		swap(a, first, last);
		first++;
	}
}
function insertionSort(a: Int32Array, first: number, last: number, before: Before): void {
	for (let i = first + 1; i < last; i++) {
		const value = a[i]!;
		let at = i;
		if (before(value, a[first]!)) {
			a.copyWithin(first + 1, first, i);
			at = first;
		} else for (; before(value, a[at - 1]!); at--) a[at] = a[at - 1]!;
		a[at] = value;
	}
}

/** Puts the element that belongs there at `nth`, none larger before it. */
export function nthElement(a: Int32Array, nth: number, before: Before): void {
	let [first, last] = [0, a.length];
	for (let depth = depthOf(last); last - first > 3; depth--) {
		if (depth === 0) {
			heapSelect(a, first, nth + 1, last, before);
			swap(a, first, nth);
			return;
		}
		const cut = partition(a, first, last, before);
		if (cut <= nth) first = cut;
		else last = cut;
	}
	insertionSort(a, first, last, before);
}

export function introSort(a: Int32Array, first: number, last: number, before: Before): void {
	loop(a, first, last, depthOf(last - first), before);
	insertionSort(a, first, Math.min(last, first + 16), before);
	for (let i = first + 16; i < last; i++) {
		const value = a[i]!;
		let at = i;
		for (; before(value, a[at - 1]!); at--) a[at] = a[at - 1]!;
		a[at] = value;
	}
}
function loop(a: Int32Array, first: number, end: number, depth: number, before: Before): void {
	let [last, left] = [end, depth];
	while (last - first > 16) {
		if (left === 0) return partialSort(a, first, last, last, before);
		left--;
		const cut = partition(a, first, last, before);
		loop(a, cut, last, left, before);
		last = cut;
	}
}

/** PyTorch's own selection of the k-th smallest (from 0), for kthvalue. */
export function quickSelect(a: Int32Array, k: number, after: Before): void {
	let [low, high] = [0, a.length - 1];
	while (low < high) {
		if (high === low + 1) {
			if (after(a[low]!, a[high]!)) swap(a, low, high);
			return;
		}
		swap(a, (low + high) >> 1, low + 1);
		if (after(a[low + 1]!, a[high]!)) swap(a, low + 1, high);
		if (after(a[low]!, a[high]!)) swap(a, low, high);
		if (after(a[low + 1]!, a[low]!)) swap(a, low + 1, low);
		let [i, j] = [low + 1, high];
		const pivot = a[low]!;
		for (;;) {
			do i++;
			while (after(pivot, a[i]!));
			do j--;
			while (after(a[j]!, pivot));
			if (j < i) break;
			swap(a, i, j);
		}
		swap(a, low, j);
		if (j <= k) low = i;
		if (j >= k) high = j - 1;
	}
}
