/** Functions and classes. */
import type { ClassDef, Expr, FunctionDef, Stmt } from "./nodes.ts";
import { bindParameters, isAsync, lowerActuals, lowerParameters } from "./calls.ts";
import { plainIdentifier, type Context } from "./context.ts";
import { child, childOfType, parts, type Raw } from "./raw.ts";
import { lowerType } from "./types.ts";

/** Lowers the statements of a block node. */
export type Suite = (raw: Raw | null) => Stmt[];

export function lowerDecorated(cx: Context, raw: Raw, suite: Suite): Stmt {
	const decorators: Expr[] = [];
	for (const part of raw.children) {
		if (part.type !== "decorator") continue;
		const value = parts(part)[0];
		decorators.push(value && !part.broken ? cx.expr(value) : cx.missing(part, "invalid decorator"));
	}
	const definition = child(raw, "definition");
	if (definition?.type === "function_definition") return lowerFunction(cx, definition, decorators, suite);
	if (definition?.type === "class_definition") return lowerClass(cx, definition, decorators, suite);
	cx.gap(raw, "expected a function or class after the decorator");
	return { kind: "Gap", start: raw.start, end: raw.end };
}

export function lowerFunction(cx: Context, raw: Raw, decorators: Expr[], suite: Suite): Stmt {
	const { start, end } = raw;
	const nameNode = child(raw, "name");
	if (!nameNode || nameNode.missing) {
		cx.gap(raw, "expected a function name");
		return { kind: "Gap", start, end };
	}
	const outerTypes = cx.typeParams;
	cx.typeParams = withTypeParameters(cx, raw);
	const args = lowerParameters(cx, child(raw, "parameters"));
	const returnNode = child(raw, "return_type");
	const returns = returnNode ? cx.annotation(() => lowerType(cx, returnNode)) : null;
	const target = cx.store(nameNode);
	const isCoroutine = isAsync(raw);
	const result = cx.within("function", isCoroutine, (block): FunctionDef => {
		bindParameters(cx, args);
		const pending = cx.pending;
		const body = suite(child(raw, "body"));
		cx.pending = pending;
		return {
			kind: "FunctionDef",
			name: plainIdentifier(cx.slice(nameNode)),
			nameSpan: { start: nameNode.start, end: nameNode.end },
			args,
			body,
			decorators,
			returns,
			isAsync: isCoroutine,
			docstring: docstringOf(body),
			scope: block.scope!,
			target,
			start,
			end,
		};
	});
	cx.typeParams = outerTypes;
	return result;
}

export function lowerClass(cx: Context, raw: Raw, decorators: Expr[], suite: Suite): Stmt {
	const { start, end } = raw;
	const nameNode = child(raw, "name");
	if (!nameNode || nameNode.missing) {
		cx.gap(raw, "expected a class name");
		return { kind: "Gap", start, end };
	}
	const outerTypes = cx.typeParams;
	cx.typeParams = withTypeParameters(cx, raw);
	const heads = child(raw, "superclasses");
	if (heads?.broken) cx.gap(heads, "invalid base classes");
	const { args: bases, keywords } =
		heads && !heads.broken ? lowerActuals(cx, heads) : { args: heads ? [cx.missing(heads)] : [], keywords: [] };
	const target = cx.store(nameNode);
	const name = plainIdentifier(cx.slice(nameNode));
	const outerClass = cx.className;
	const body = cx.within("class", false, () => {
		const pending = cx.pending;
		cx.className = name;
		const statements = suite(child(raw, "body"));
		cx.className = outerClass;
		cx.pending = pending;
		return statements;
	});
	cx.typeParams = outerTypes;
	return {
		kind: "ClassDef",
		name,
		nameSpan: { start: nameNode.start, end: nameNode.end },
		bases,
		keywords,
		body,
		decorators,
		docstring: docstringOf(body),
		target,
		start,
		end,
	} satisfies ClassDef;
}

/** `def f[T: int, *Ts, **P]`: the names are types, which we do not follow. */
function withTypeParameters(cx: Context, raw: Raw): string[] {
	const list = child(raw, "type_parameters") ?? childOfType(raw, "type_parameter");
	if (!list) return cx.typeParams;
	return [...cx.typeParams, ...typeParameterNames(cx, list)];
}

export function typeParameterNames(cx: Context, list: Raw): string[] {
	const names: string[] = [];
	for (const part of parts(list)) {
		let node: Raw | undefined = part;
		while (node && node.type !== "identifier") node = parts(node)[0];
		if (node) names.push(cx.identifier(node));
	}
	return names;
}

export function docstringOf(body: readonly Stmt[]): string | null {
	const first = body[0];
	if (first?.kind !== "Expr" || first.value.kind !== "Constant" || first.value.type !== "str") return null;
	return first.value.value as string;
}
