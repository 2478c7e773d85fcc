/** `itertools`: lazy, as Python's. */
import { raiseError } from "../../values/exceptions.ts";
import { iterate, type Next } from "../../values/iterate.ts";
import { asInt, typeName } from "../../values/kinds.ts";
import { binary, equals } from "../../values/operators.ts";
import { rt } from "../../values/runtime.ts";
import { strValue } from "../../values/text.ts";
import {
	iteratorClass,
	type Kwargs,
	type PyClass,
	PyClassMethod,
	PyBuiltin,
	PyIterator,
	SymInt,
	Unknown,
	type Value,
} from "../../values/value.ts";
import { def, items, type Library, library, list, tuple } from "./kit.ts";

/** A class whose instances are iterators: `make` gets the bound arguments. */
function lazy(m: Library, name: string, make: (args: Value[], kw: Kwargs) => Next): PyClass {
	const cls = m.cls(name, [iteratorClass]);
	cls.alloc = (c, args, kw) => new PyIterator(make(args, kw ?? new Map()), c);
	def(cls, "__init__", "! *args **kw", () => null);
	return cls;
}
/** The items of a finite iterable; an unknown one is walked as far as loops over it go. */
function pool(v: Value): Value[] {
	const known = items(v);
	if (known !== null) return known;
	const next = rt.iterate(v instanceof Unknown ? v : new Unknown("the items are not known"));
	const out: Value[] = [];
	for (let x = next(); x !== undefined; x = next()) out.push(x);
	return out;
}
function* combinations(n: number, r: number, repeat: boolean): Generator<number[]> {
	const at = Array.from({ length: r }, (_, i) => (repeat ? 0 : i));
	if (r > n && !(repeat && n > 0)) return;
	for (;;) {
		yield at;
		let i = r - 1;
		while (i >= 0 && at[i] === (repeat ? n - 1 : i + n - r)) i--;
		if (i < 0) return;
		const v = at[i]! + 1;
		for (let j = i; j < r; j++) at[j] = repeat ? v : v + j - i;
	}
}
function* permutations(n: number, r: number): Generator<number[]> {
	if (r > n) return;
	const used = new Array<boolean>(n).fill(false);
	const chosen: number[] = [];
	function* extend(): Generator<number[]> {
		if (chosen.length === r) {
			yield chosen;
			return;
		}
		for (let i = 0; i < n; i++) {
			if (used[i]) continue;
			used[i] = true;
			chosen.push(i);
			yield* extend();
			chosen.pop();
			used[i] = false;
		}
	}
	yield* extend();
}
const fromGenerator =
	(g: Generator<number[]>, from: Value[]): Next =>
	() => {
		const step = g.next();
		return step.done ? undefined : tuple(step.value.map((i) => from[i]!));
	};
const count = (v: Value | undefined, name: string): number => {
	const n = v === undefined ? null : asInt(v);
	if (n === null)
		raiseError(
			"TypeError",
			v === undefined ? `${name} missing required argument 'r' (pos 2)` : `'${typeName(v)}' object cannot be interpreted as an integer`,
		);
	if (n < 0) raiseError("ValueError", "r must be non-negative");
	return Number(n);
};

library("itertools", (m) => {
	// Modules keep counters, and modules are used again.
	lazy(m, "count", () => () => undefined).alloc = (cls, args, kw) => {
		const cell = list([args[0] ?? kw?.get("start") ?? 0]);
		const step: Value = args[1] ?? kw?.get("step") ?? 1;
		const counter = new PyIterator(() => {
			const [out] = cell.items as [Value];
			cell.items[0] = binary("+", out, step);
			return out;
		}, cls);
		counter.cell = cell;
		return counter;
	};
	lazy(m, "repeat", (args, kw) => {
		const times = args[1] ?? kw.get("times");
		const x = args.length > 0 ? args[0]! : kw.get("object")!;
		if (times instanceof Unknown || times instanceof SymInt) {
			const next = rt.iterate(times instanceof Unknown ? times : new Unknown("it depends on a symbolic size"));
			return () => (next() === undefined ? undefined : x);
		}
		let left = times === undefined ? Infinity : Number(asInt(times));
		return () => (left-- > 0 ? x : undefined);
	});
	lazy(m, "cycle", ([v]) => {
		const next = iterate(v!);
		const seen: Value[] = [];
		let at = -1;
		return () => {
			if (at < 0) {
				const x = next();
				if (x !== undefined) {
					seen.push(x);
					return x;
				}
				at = 0;
			}
			if (seen.length === 0) return undefined;
			const x = seen[at]!;
			at = (at + 1) % seen.length;
			return x;
		};
	});
	const chained = (sources: Next): Next => {
		let inner: Next | null = null;
		return () => {
			for (;;) {
				if (inner === null) {
					const source = sources();
					if (source === undefined) return undefined;
					inner = iterate(source);
				}
				const x = inner();
				if (x !== undefined) return x;
				inner = null;
			}
		};
	};
	const chain = lazy(m, "chain", (args) => {
		let i = 0;
		return chained(() => args[i++]);
	});
	chain.set(
		"from_iterable",
		new PyClassMethod(new PyBuiltin("from_iterable", ([cls, v]) => new PyIterator(chained(iterate(v!)), cls as PyClass))),
	);
	lazy(m, "islice", ([v, ...bounds]) => {
		const next = iterate(v!);
		const n = (b: Value | undefined, missing: number): number => {
			if (b === undefined || b === null) return missing;
			const i = asInt(b);
			if (i === null || i < 0)
				raiseError(
					"ValueError",
					bounds.length === 1
						? "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize."
						: "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.",
				);
			return Number(i);
		};
		const start = bounds.length === 1 ? 0 : n(bounds[0], 0);
		const stop = bounds.length === 1 ? n(bounds[0], Infinity) : n(bounds[1], Infinity);
		const step = n(bounds[2], 1);
		let at = 0;
		let wanted = start;
		return () => {
			while (at < stop) {
				if (wanted >= stop) {
					// What lies before the stop is consumed.
					while (at < stop && next() !== undefined) at++;
					return undefined;
				}
				const x = next();
				if (x === undefined) {
					at = stop;
					return undefined;
				}
				if (at++ === wanted) {
					wanted += step;
					return x;
				}
			}
			return undefined;
		};
	});
	lazy(m, "takewhile", ([fn, v]) => {
		const next = iterate(v!);
		let done = false;
		return () => {
			if (done) return undefined;
			const x = next();
			if (x === undefined || !rt.truth(rt.call(fn!, [x]))) {
				done = true;
				return undefined;
			}
			return x;
		};
	});
	lazy(m, "dropwhile", ([fn, v]) => {
		const next = iterate(v!);
		let dropping = true;
		return () => {
			for (let x = next(); x !== undefined; x = next()) {
				if (dropping && rt.truth(rt.call(fn!, [x]))) continue;
				dropping = false;
				return x;
			}
			return undefined;
		};
	});
	lazy(m, "filterfalse", ([fn, v]) => {
		const next = iterate(v!);
		return () => {
			for (let x = next(); x !== undefined; x = next()) if (!rt.truth(fn === null ? x : rt.call(fn!, [x]))) return x;
			return undefined;
		};
	});
	lazy(m, "starmap", ([fn, v]) => {
		const next = iterate(v!);
		return () => {
			const x = next();
			return x === undefined ? undefined : rt.call(fn!, pool(x));
		};
	});
	lazy(m, "compress", ([v, selectors]) => {
		const next = iterate(v!);
		const keep = iterate(selectors!);
		return () => {
			for (;;) {
				const x = next();
				const s = keep();
				if (x === undefined || s === undefined) return undefined;
				if (rt.truth(s)) return x;
			}
		};
	});
	lazy(m, "pairwise", ([v]) => {
		const next = iterate(v!);
		let before = next();
		return () => {
			const x = before === undefined ? undefined : next();
			if (x === undefined) return undefined;
			const out = tuple([before!, x]);
			before = x;
			return out;
		};
	});
	lazy(m, "accumulate", (args, kw) => {
		const next = iterate(args[0]!);
		const fn = args[1] ?? kw.get("func") ?? null;
		const initial = kw.get("initial");
		let total: Value | undefined;
		return () => {
			if (total === undefined && initial !== undefined && initial !== null) {
				total = initial;
				return total;
			}
			const x = next();
			if (x === undefined) return undefined;
			total = total === undefined ? x : fn === null ? binary("+", total, x) : rt.call(fn, [total, x]);
			return total;
		};
	});
	lazy(m, "zip_longest", (args, kw) => {
		const fill = kw.get("fillvalue") ?? null;
		const sources: (Next | null)[] = args.map(iterate);
		return () => {
			const row = sources.map((next, i) => {
				const x = next === null ? undefined : next();
				if (x === undefined) sources[i] = null;
				return x;
			});
			return sources.every((s) => s === null) ? undefined : tuple(row.map((x) => (x === undefined ? fill : x)));
		};
	});
	lazy(m, "product", (args, kw) => {
		const times = kw.has("repeat") ? Number(asInt(kw.get("repeat")!)) : 1;
		const once = args.map(pool);
		const pools = Array.from({ length: times }, () => once).flat();
		const at = pools.map(() => 0);
		let done = pools.some((p) => p.length === 0);
		return () => {
			if (done) return undefined;
			const out = tuple(at.map((i, k) => pools[k]![i]!));
			let k = at.length - 1;
			while (k >= 0 && ++at[k]! >= pools[k]!.length) at[k--] = 0;
			if (k < 0) done = true;
			return out;
		};
	});
	lazy(m, "combinations", ([v, r], kw) => {
		const from = pool(v!);
		return fromGenerator(combinations(from.length, count(r ?? kw.get("r"), "combinations()"), false), from);
	});
	lazy(m, "combinations_with_replacement", ([v, r], kw) => {
		const from = pool(v!);
		return fromGenerator(combinations(from.length, count(r ?? kw.get("r"), "combinations_with_replacement()"), true), from);
	});
	lazy(m, "permutations", ([v, r]) => {
		const from = pool(v!);
		return fromGenerator(permutations(from.length, r === undefined || r === null ? from.length : count(r, "permutations()")), from);
	});
	lazy(m, "groupby", (args, kw) => {
		const next = iterate(args[0]!);
		const fn = args[1] ?? kw.get("key") ?? null;
		let ahead = next();
		let aheadKey: Value | undefined = ahead === undefined ? undefined : fn === null ? ahead : rt.call(fn, [ahead]);
		const advance = (): void => {
			ahead = next();
			aheadKey = ahead === undefined ? undefined : fn === null ? ahead : rt.call(fn, [ahead]);
		};
		let current: { key: Value } | null = null;
		return () => {
			// Skips what is left of the group handed out before.
			while (current !== null && ahead !== undefined && equals(aheadKey!, current.key)) advance();
			if (ahead === undefined) return undefined;
			const group = { key: aheadKey! };
			current = group;
			const inner = new PyIterator(() => {
				if (current !== group || ahead === undefined || !equals(aheadKey!, group.key)) return undefined;
				const x = ahead;
				advance();
				return x;
			});
			return tuple([group.key, inner]);
		};
	});
	m.fn("tee", "! iterable n?", (v: Value, n?: Value) => {
		const next = iterate(v);
		const seen: (Value | undefined)[] = [];
		const copy = (): PyIterator => {
			let i = 0;
			return new PyIterator(() => {
				if (i >= seen.length) seen.push(next());
				const x = seen[i];
				if (x !== undefined) i++;
				return x;
			});
		};
		return tuple(Array.from({ length: n === undefined ? 2 : Number(asInt(n)) }, copy));
	});
	def(m.get("count") as PyClass, "__repr__", "", () => strValue("count(...)"));
});
