/** Arguments: of calls, of class headers, and the parameters of functions and lambdas. */
import type { Arg, Arguments, Call, Expr, Keyword } from "./nodes.ts";
import type { Context } from "./context.ts";
import { lowerComprehension } from "./comprehensions.ts";
import { child, hasToken, parts, type Raw } from "./raw.ts";
import { lowerType } from "./types.ts";
import { inOrder } from "./yields.ts";

export interface Actuals {
	args: Expr[];
	keywords: Keyword[];
}

/** One argument as written: positional (`Starred` included) or keyword. */
type Actual = { keyword: Keyword } | { positional: Expr };

/** `func` was lowered already (call chains are folded from the left, without recursion). */
export function lowerCall(cx: Context, raw: Raw, func: Expr): Expr {
	const list = child(raw, "arguments");
	const { start, end } = raw;
	if (!list) return cx.missing(raw, "invalid call");
	if (list.type === "generator_expression") return { kind: "Call", func, args: [lowerComprehension(cx, list)], keywords: [], start, end };
	if (list.broken) return { ...cx.missing(list, "invalid arguments"), start, end };
	return { kind: "Call", func, ...lowerActuals(cx, list), start, end } satisfies Call;
}

export function lowerActuals(cx: Context, list: Raw): Actuals {
	const actuals = inOrder(cx, parts(list), (raw) => lowerActual(cx, raw), valueOf, withValue);
	const result: Actuals = { args: [], keywords: [] };
	for (const actual of actuals) {
		if ("keyword" in actual) result.keywords.push(actual.keyword);
		else result.args.push(actual.positional);
	}
	return result;
}

function lowerActual(cx: Context, raw: Raw): Actual {
	const { start, end } = raw;
	if (raw.type === "keyword_argument") {
		const name = child(raw, "name");
		const value = child(raw, "value");
		return {
			keyword: {
				arg: name ? cx.slice(name).normalize("NFKC") : "",
				value: value && !raw.broken ? cx.expr(value) : cx.missing(raw, "invalid keyword argument"),
				start,
				end,
			},
		};
	}
	if (raw.type === "dictionary_splat") {
		const value = parts(raw)[0];
		return { keyword: { arg: null, value: value ? cx.expr(value) : cx.missing(raw, "invalid '**' argument"), start, end } };
	}
	return { positional: cx.expr(raw) };
}

function valueOf(actual: Actual): Expr {
	return "keyword" in actual ? actual.keyword.value : actual.positional;
}

function withValue(actual: Actual, value: Expr): Actual {
	return "keyword" in actual ? { keyword: { ...actual.keyword, value } } : { positional: value };
}

export function noArguments(): Arguments {
	return { posonly: [], args: [], vararg: null, kwonly: [], kwarg: null };
}

/** Defaults and annotations belong to the block around the function; names are bound by `bindParameters`. */
export function lowerParameters(cx: Context, list: Raw | null): Arguments {
	const result = noArguments();
	if (!list) return result;
	let keywordOnly = false;
	for (const raw of parts(list)) {
		if (raw.type === "positional_separator") {
			result.posonly = result.args;
			result.args = [];
		} else if (raw.type === "keyword_separator") {
			keywordOnly = true;
		} else {
			keywordOnly = addParameter(cx, raw, result, keywordOnly);
		}
	}
	return result;
}

function addParameter(cx: Context, raw: Raw, result: Arguments, keywordOnly: boolean): boolean {
	const typeNode = child(raw, "type");
	const inner = raw.type === "typed_parameter" ? parts(raw)[0] : (child(raw, "name") ?? raw);
	if (!inner) {
		cx.gap(raw, "invalid parameter");
		return keywordOnly;
	}
	const splat = inner.type === "list_splat_pattern" || inner.type === "dictionary_splat_pattern";
	const nameNode = splat ? parts(inner)[0] : inner;
	if (nameNode?.type !== "identifier") {
		cx.gap(raw, nameNode?.type === "tuple_pattern" ? "tuple parameters are Python 2" : "invalid parameter");
		return keywordOnly;
	}
	const value = child(raw, "value");
	const arg: Arg = {
		name: cx.identifier(nameNode),
		annotation: typeNode ? cx.annotation(() => lowerType(cx, typeNode)) : null,
		default: value ? cx.expr(value) : null,
		start: raw.start,
		end: raw.end,
	};
	if (inner.type === "list_splat_pattern") {
		result.vararg = arg;
		return true;
	}
	if (inner.type === "dictionary_splat_pattern") result.kwarg = arg;
	else if (keywordOnly) result.kwonly.push(arg);
	else result.args.push(arg);
	return keywordOnly;
}

/** In the order of `co_varnames`. Call it inside the function's block. */
export function bindParameters(cx: Context, args: Arguments): void {
	const all = [...args.posonly, ...args.args, ...args.kwonly];
	if (args.vararg) all.push(args.vararg);
	if (args.kwarg) all.push(args.kwarg);
	for (const arg of all) {
		cx.block.params.push(arg.name);
		cx.block.bind(arg.name);
	}
}

export function isAsync(raw: Raw): boolean {
	return hasToken(raw, "async");
}
