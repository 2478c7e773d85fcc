/**
 * Yields inside larger expressions move in front of the statement: `f(a(), (yield b))` becomes
 * `$y1 = a(); $y2 = yield b; f($y1, $y2)`. Operands that run earlier move along, so that the order stays Python's.
 */
import type { Expr, Name, Span, Stmt, Yield, YieldFrom } from "./nodes.ts";
import type { Context } from "./context.ts";
import { hasToken, parts, type Raw } from "./raw.ts";

/** A yield as such, for the places where it may stay: the whole right side of an assignment, or a statement. */
export function lowerYield(cx: Context, raw: Raw): Expr {
	const scope = cx.functionScope();
	if (!scope) return cx.missing(raw, "'yield' outside function");
	if (cx.block.kind === "comprehension") return cx.missing(raw, "'yield' inside a comprehension");
	scope.isGenerator = true;
	const operand = parts(raw)[0] ?? null;
	const { start, end } = raw;
	if (hasToken(raw, "from")) {
		if (!operand || raw.broken) return cx.missing(raw, "invalid 'yield from'");
		return { kind: "YieldFrom", value: cx.expr(operand), start, end } satisfies YieldFrom;
	}
	return { kind: "Yield", value: operand ? cx.expr(operand) : null, start, end } satisfies Yield;
}

/** A yield anywhere else. */
export function hoistYield(cx: Context, raw: Raw): Expr {
	const value = lowerYield(cx, raw);
	if (value.kind === "Missing") return value;
	return keep(cx, value);
}

/** Moves a value into a temporary before the current statement. */
export function keep(cx: Context, value: Expr): Expr {
	if (!cx.pending)
		return value.kind === "Yield" || value.kind === "YieldFrom" ? cx.missing(value, "'yield' in a place that is not supported") : value;
	const target = cx.temporary(value);
	cx.pending.push(assign(target, value));
	return cx.again(target);
}

/** Lowers operands that run from left to right; those before a yield are kept in temporaries. */
export function inOrder<Item>(
	cx: Context,
	raws: readonly Raw[],
	lower: (raw: Raw) => Item,
	value: (item: Item) => Expr,
	replace: (item: Item, value: Expr) => Item,
): Item[] {
	let last = -1;
	for (let i = raws.length - 1; i > 0 && last < 0; i--) if (raws[i]!.yields || raws[i]!.type === "yield") last = i;
	if (last < 0) return raws.map(lower);
	return raws.map((raw, i) => {
		const item = lower(raw);
		const result = value(item);
		const settled = i >= last || result.kind === "Constant" || result.kind === "Starred" || isTemporary(result);
		return settled ? item : replace(item, keep(cx, result));
	});
}

export function expressionsInOrder(cx: Context, raws: readonly Raw[]): Expr[] {
	return inOrder(
		cx,
		raws,
		cx.expr,
		(item) => item,
		(_, kept) => kept,
	);
}

/**
 * `a and (yield b)`, `(yield a) if c else (yield b)`: the branches become `if` statements on a temporary, so that a yield
 * runs only when Python runs it. Returns the temporary.
 */
export function hoistBranches(cx: Context, span: Span, test: Expr, negate: boolean, body: (() => Expr) | null, orelse: () => Expr): Expr {
	const outer = cx.pending;
	if (!outer) return cx.missing(span, "'yield' in a place that is not supported");
	const { start, end } = span;
	const result = cx.temporary(span);
	const branch = (lower: () => Expr): Stmt[] => {
		const statements: Stmt[] = [];
		cx.pending = statements;
		const value = lower();
		statements.push(assign(cx.again(result), value));
		cx.pending = outer;
		return statements;
	};
	if (!body) {
		// `and`, `or`: the left value is the result, unless it lets the right one run.
		outer.push(assign(result, test));
		const tested: Expr = cx.again(result);
		const condition: Expr = negate ? { kind: "UnaryOp", op: "not", operand: tested, start, end } : tested;
		outer.push({ kind: "If", test: condition, body: branch(orelse), orelse: [], start, end });
	} else {
		outer.push({ kind: "If", test, body: branch(body), orelse: branch(orelse), start, end });
	}
	return cx.again(result);
}

export function assign(target: Name, value: Expr): Stmt {
	return { kind: "Assign", targets: [target], value, start: value.start, end: value.end };
}

function isTemporary(value: Expr): boolean {
	return value.kind === "Name" && value.id.startsWith("$");
}
