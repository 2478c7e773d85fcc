/** `[layer] * n`: one layer n times, not n layers. */
import type { Source } from "../program.ts";
import { isUnread } from "../syntax/later.ts";
import type { Attribute, AugAssign, BinOp, Call, Expr, FunctionDef, Module, Span, Stmt } from "../syntax/nodes.ts";
import { isModule } from "../torch/nn/module.ts";
import { moduleListClass, sequentialClass } from "../torch/nn/containers.ts";
import { PyClass, PyList, PyTuple, type PyInstance, type Site, Unknown, type Value } from "../values/value.ts";
import { childrenOf, fix, replace, statementAt, statementsAround, textOf, walk } from "./edits.ts";
import { parametersIn } from "./modules.ts";
import { deepcopied } from "./fix-deepcopy.ts";
import { inBlock, loopAround, targetsAt } from "./places.ts";
import { type PathRun, rule } from "./rule.ts";
import { codeOf } from "./words.ts";

export default rule({
	code: "module-repeated",
	severity: "warning",
	summary: "a list is multiplied, which repeats one layer instead of making more",
	why: `\`[nn.Linear(3, 3)] * 4\` holds the same layer four times: the weights are shared, and \`parameters()\` has one layer's worth. Nothing raises.

**What to do:** \`[nn.Linear(3, 3) for _ in range(4)]\`; if sharing is meant, a loop over one layer says so.`,
	*find(path) {
		for (const source of path.record.sources) {
			for (const { node, list, times, around } of multiplied(source)) {
				const layer = repeatedLayer(path, source, node, around);
				if (layer === null || isChosen(source, node)) continue;
				const site: Site = { source, node, caller: null, inFunction: "", isUser: true };
				const made = list.length === 1 && list[0]!.kind === "Call" ? textOf(source, list[0]!) : null;
				yield {
					site,
					message: `\`${codeOf(site)}\` holds one \`${layer.cls.name}\` several times: all share their weights. Build each one: \`[... for _ in range(${textOf(source, times)})]\`.`,
					fixes:
						made === null
							? []
							: [fix("Build a layer for each", "unsafe", [replace(source, node, `[${made} for _ in range(${textOf(source, times)})]`)])],
				};
			}
			for (const { node, layer, item } of [...comprehensions(path, source), ...appended(path, source), ...extended(path, source)]) {
				if (isChosen(source, node)) continue;
				const site: Site = { source, node, caller: null, inFunction: "", isUser: true };
				yield {
					site,
					message: `\`${codeOf(site)}\` holds one \`${layer.cls.name}\` several times: all share their weights. Build each one anew, or copy it: \`copy.deepcopy(${textOf(source, item)})\`.`,
					fixes: [fix("Copy the layer for each", "unsafe", deepcopied(source, item))].filter((f) => f.edits.length > 0),
				};
			}
		}
	},
});

/** `if shared: self.heads = [head] * n`, `else: self.heads = [Head() for _ in range(n)]`: whoever writes both means both. */
function isChosen(source: Source, node: Span): boolean {
	const around = statementsAround(source, node);
	const own = around.at(-1);
	if (own?.kind !== "Assign") return false;
	const targets = own.targets.map((t) => textOf(source, t));
	return around.some(
		(s) =>
			s.kind === "If" &&
			s.orelse.length > 0 &&
			(inBlock(s.body, node) === null ? s.body : s.orelse).some((other) => assigns(source, other, targets)),
	);
}
const assigns = (source: Source, s: Stmt, targets: readonly string[]): boolean =>
	(s.kind === "Assign" && s.targets.some((t) => targets.includes(textOf(source, t)))) ||
	(s.kind === "If" && [...s.body, ...s.orelse].some((inner) => assigns(source, inner, targets)));

interface Repeated {
	node: Span;
	layer: PyInstance;
	/** The expression that gives the layer. */
	item: Expr;
}
/** What of a file the searches below look at. */
interface Candidates {
	appends: Call[];
	augmented: AugAssign[];
	/** Calls with a comprehension in their arguments. */
	comprehended: { call: Call; inner: Comprehension[] }[];
}
const found = new WeakMap<object, Candidates>();
const parts = new WeakMap<Module, { own: Span[]; functions: FunctionDef[] }>();
/** Of a file's own statements, and of each function that somebody has entered: no other holds a value. Each part is walked once. */
function* candidates(source: Source): Generator<Candidates> {
	yield among(source.module, partsOf(source).own);
	for (const f of functionsIn(source)) if (!isUnread(f)) yield found.get(f) ?? among(f, walk(f));
}
function partsOf(source: Source): { own: Span[]; functions: FunctionDef[] } {
	let split = parts.get(source.module);
	if (split === undefined) parts.set(source.module, (split = splitUp(source.module)));
	return split;
}
const functionsIn = (source: Source): FunctionDef[] => partsOf(source).functions;
function splitUp(module: Module): { own: Span[]; functions: FunctionDef[] } {
	const [own, functions]: [Span[], FunctionDef[]] = [[], []];
	const stack: object[] = [module];
	for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
		if ((next as Stmt).kind === "FunctionDef") functions.push(next as FunctionDef);
		else {
			own.push(next as Span);
			stack.push(...childrenOf(next).reverse());
		}
	}
	return { own, functions };
}
function among(part: object, nodes: readonly object[]): Candidates {
	const known = found.get(part);
	if (known !== undefined) return known;
	const out: Candidates = { appends: [], augmented: [], comprehended: [] };
	for (const n of nodes) {
		const call = n as Expr;
		if ((n as Stmt).kind === "AugAssign") out.augmented.push(n as AugAssign);
		else if (call.kind !== "Call") continue;
		else if (
			call.func.kind === "Attribute" &&
			call.func.attr === "append" &&
			call.args.length === 1 &&
			/^(Name|Attribute)$/.test(call.args[0]!.kind)
		)
			out.appends.push(call);
		else {
			const inner = call.args
				.flatMap((a) => (a.kind === "Name" || a.kind === "Constant" ? [] : [...walk(a)]))
				.filter((c) => c.kind === "ListComp") as (Span & Comprehension)[];
			if (inner.length > 0) out.comprehended.push({ call, inner });
		}
	}
	found.set(part, out);
	return out;
}
/** `self.layers.append(layer)` in a loop that does not make the layer. */
function* appended(path: PathRun, source: Source): Generator<Repeated> {
	if (!/\.append\(/.test(source.text)) return;
	for (const call of [...candidates(source)].flatMap((c) => c.appends)) {
		const layer = path.record.values.get(call.args[0]!);
		const holder = path.record.values.get((call.func as Attribute).value);
		if (
			layer === undefined ||
			!isModule(layer) ||
			holder === undefined ||
			parametersIn(layer).length === 0 ||
			loopAround(source, call) === null
		)
			continue;
		// A plain list counts when a container was made of it.
		const holders = isModule(holder)
			? [holder as PyInstance]
			: holder instanceof PyList && timesIn(holder.items, layer) > 1
				? path.record.modules
				: [];
		if ([...holders].some((h) => timesIn(childrenIn(h), layer) > 1)) yield { node: call, layer: layer as PyInstance, item: call.args[0]! };
	}
}
/** `stages += [layer, act]` in a loop that does not make the layer, and a container of them. */
function* extended(path: PathRun, source: Source): Generator<Repeated> {
	if (!/\+=\s*\[/.test(source.text)) return;
	for (const s of [...candidates(source)].flatMap((c) => c.augmented)) {
		if (s.value.kind !== "List" || loopAround(source, s) === null) continue;
		for (const item of s.value.elts) {
			const layer = item.kind === "Name" || item.kind === "Attribute" ? path.record.values.get(item) : undefined;
			if (
				layer === undefined ||
				!isModule(layer) ||
				parametersIn(layer).length === 0 ||
				![...path.record.modules].some((m) => timesIn(childrenIn(m), layer) > 1)
			)
				continue;
			yield { node: s, layer: layer as PyInstance, item };
		}
	}
}
const timesIn = (items: readonly Value[], layer: Value): number => items.filter((x) => x === layer).length;
type Comprehension = Span & { elt: Expr };
/** `[layer for _ in range(n)]` inside a container of modules, where the list turned out to hold one layer only. */
function* comprehensions(path: PathRun, source: Source): Generator<Repeated> {
	if (!/\[\s*\w[\w.]*\s+for\b/.test(source.text)) return;
	for (const { call, inner } of [...candidates(source)].flatMap((c) => c.comprehended)) {
		const holder = path.record.values.get(call);
		if (!isModule(holder)) continue;
		const items = childrenIn(holder);
		for (const node of inner) {
			if (node.elt.kind !== "Name" && node.elt.kind !== "Attribute") continue;
			const layer = items.find((x, i) => isModule(x) && parametersIn(x).length > 0 && items.indexOf(x) !== i);
			if (layer !== undefined) yield { node, layer: layer as PyInstance, item: node.elt };
		}
	}
}

interface Multiplied {
	node: BinOp;
	list: Expr[];
	times: Expr;
	/** The calls around it, innermost first. */
	around: Expr[];
}
const tables = new WeakMap<object, Multiplied[]>();
/** `[...] * n` of a file, where somebody has been. */
function multiplied(source: Source): Multiplied[] {
	if (!/\]\s*\*|\*\s*\[/.test(source.text)) return [];
	return [source.module, ...functionsIn(source).filter((f) => !isUnread(f))].flatMap((part) => tables.get(part) ?? multipliedIn(part));
}
function multipliedIn(part: Module | FunctionDef): Multiplied[] {
	const out: Multiplied[] = [];
	const isFunction = "kind" in part && part.kind === "FunctionDef";
	const visit = (n: { kind?: string } & Span, around: Expr[]): void => {
		const b = n as BinOp;
		if (b.kind === "BinOp" && b.op === "*") {
			if (b.left.kind === "List") out.push({ node: b, list: b.left.elts, times: b.right, around });
			else if (b.right.kind === "List") out.push({ node: b, list: b.right.elts, times: b.left, around });
		}
		const inner = n.kind === "Call" ? [n as unknown as Expr, ...around] : n.kind?.endsWith("Def") ? [] : around;
		// Functions of a file are parts of their own.
		for (const c of childrenOf(n)) if (c.kind !== "FunctionDef" || isFunction) visit(c, inner);
	};
	for (const c of childrenOf(part)) if (isFunction || c.kind !== "FunctionDef") visit(c, []);
	tables.set(part, out);
	return out;
}

/** The layer with parameters that what the list went into holds more than once. */
function repeatedLayer(path: PathRun, source: Source, node: BinOp, around: Expr[]): PyInstance | null {
	const item = [...walk(node)]
		.map((n) => path.record.values.get(n as Expr))
		.find((v) => v !== undefined && isModule(v) && parametersIn(v).length > 0) as PyInstance | undefined;
	if (item === undefined) return null;
	const holders: Value[] = [
		...around,
		...(statementAt(source, node) === null ? [] : targetsAt({ source, node, caller: null, inFunction: "", isUser: true })),
	].map((e) => path.record.values.get(e) ?? null);
	// How often is not known, but more than once it will be.
	const counted = path.record.values.get(node.left.kind === "List" ? node.right : node.left);
	if (counted instanceof Unknown && around.some((e) => e.kind === "Call" && isContainer(path.record.values.get(e.func)))) return item;
	for (const h of holders) {
		const items = h instanceof PyList || h instanceof PyTuple ? h.items : isModule(h) ? childrenIn(h as PyInstance) : [];
		if (items.filter((x) => x === item).length > 1) return item;
	}
	return null;
}
const isContainer = (v: Value | undefined): boolean =>
	v instanceof PyClass && (v.isSubclassOf(moduleListClass) || v.isSubclassOf(sequentialClass));
function childrenIn(m: PyInstance): Value[] {
	const modules = m.dict.get("_modules") as { entries?: Map<unknown, [Value, Value]> } | undefined;
	return [...(modules?.entries?.values() ?? [])].map(([, v]) => v);
}
