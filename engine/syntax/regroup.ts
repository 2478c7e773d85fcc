/** Places where the grammar groups otherwise than Python does; the nodes are regrouped in place before they are lowered. */
import { child, parts, type Raw } from "./raw.ts";

/** Their first child stands at their own start. */
const OPEN_LEFT = new Set([
	"attribute",
	"subscript",
	"call",
	"binary_operator",
	"boolean_operator",
	"comparison_operator",
	"conditional_expression",
]);
/** Their last child ends where they end. */
const OPEN_RIGHT = new Set([
	"boolean_operator",
	"conditional_expression",
	"not_operator",
	"lambda",
	"named_expression",
	"comparison_operator",
	"binary_operator",
	"unary_operator",
	"await",
]);
const STAR = 42;

function leftEdge(raw: Raw): Raw[] {
	const edge = [raw];
	for (let node = raw; OPEN_LEFT.has(node.type); edge.push(node)) {
		const next = node.children[0];
		if (!next) break;
		node = next;
	}
	return edge;
}

function isStar(text: string, raw: Raw): boolean {
	return raw.type === "list_splat" || raw.type === "list_splat_pattern" || isMaskedStar(text, raw);
}

/** `grammars/python.ts` parses `*[…]` as `~[…]` where the grammar knows no star; the text still has the star. */
export function isMaskedStar(text: string, raw: Raw): boolean {
	return raw.type === "unary_operator" && text.charCodeAt(raw.start) === STAR;
}

/** `[*a.b()]` comes as `(*a).b()`: takes the star out of the left edge. True when `raw` is now what the star spreads. */
export function pullStar(text: string, raw: Raw): boolean {
	if (text.charCodeAt(raw.start) !== STAR || !OPEN_LEFT.has(raw.type)) return false;
	const edge = leftEdge(raw);
	const star = edge.pop()!;
	const inner = parts(star)[0];
	const parent = edge[edge.length - 1];
	if (!parent || !inner || star.broken || !isStar(text, star)) return false;
	inner.field = star.field;
	parent.children[0] = inner;
	for (const node of edge) node.start = inner.start;
	return true;
}

/** `(x := a if b else c)` comes as `(x := a) if b else c`. Returns the walrus, or null when there is none. */
export function pullWalrus(raw: Raw): Raw | null {
	if (raw.type !== "conditional_expression" && raw.type !== "boolean_operator") return null;
	const edge = leftEdge(raw);
	const walrus = edge.pop()!;
	const parent = edge[edge.length - 1];
	const value = walrus.type === "named_expression" ? child(walrus, "value") : null;
	if (!parent || !value || walrus.broken) return null;
	walrus.children[walrus.children.indexOf(value)] = raw;
	parent.children[0] = value;
	value.field = walrus.field;
	walrus.field = raw.field;
	raw.field = "value";
	walrus.end = raw.end;
	for (const node of edge) node.start = value.start;
	return walrus;
}

/** `a or b as c` comes as `a or (b as c)`. Returns the alias, having taken it off; null when there is none. */
export function pullAlias(raw: Raw): Raw | null {
	const edge: Raw[] = [];
	let node: Raw | undefined = raw;
	while (node && OPEN_RIGHT.has(node.type)) {
		edge.push(node);
		node = node.children[node.children.length - 1];
	}
	const parent = edge[edge.length - 1];
	const inner = node?.type === "as_pattern" && !node.broken ? parts(node)[0] : null;
	const alias = inner ? child(node!, "alias") : null;
	if (!parent || !inner || !alias) return null;
	inner.field = node!.field;
	parent.children[parent.children.length - 1] = inner;
	for (const outer of edge) outer.end = inner.end;
	return alias;
}

/** `type(x).y = z` comes as an alias of the type `(x).y`. Returns the target, or null for a real alias. */
export function pullTypeCall(keyword: Raw, left: Raw): Raw | null {
	let target = left;
	while (target.type === "type") {
		const inside = parts(target);
		if (inside.length !== 1) return null;
		target = inside[0]!;
	}
	const edge = leftEdge(target);
	const base = edge.pop()!;
	const token = { ...keyword, type: "identifier", named: true };
	let call: Raw;
	if (base.type === "parenthesized_expression" || base.type === "tuple" || base.type === "generator_expression") {
		const list = base.type === "generator_expression" ? base : { ...base, type: "argument_list" };
		call = {
			...base,
			type: "call",
			start: keyword.start,
			children: [
				{ ...token, field: "function" },
				{ ...list, field: "arguments" },
			],
		};
	} else if (base.type === "list") {
		const items = base.children.map((part) => (part.named ? { ...part, field: "subscript" } : part));
		call = { ...base, type: "subscript", start: keyword.start, children: [{ ...token, field: "value" }, ...items] };
	} else {
		return null;
	}
	const parent = edge[edge.length - 1];
	if (!parent) return call;
	parent.children[0] = call;
	for (const node of edge) node.start = keyword.start;
	return target;
}
