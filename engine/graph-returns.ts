/** Finds a definition by its dotted name and learns what it returns while the program runs. */
import type { ClassDef, Constant, Expr, FunctionDef, Return, Span, Stmt, Subscript, Tuple } from "./syntax/nodes.ts";
import type { Value } from "./values/value.ts";

/** A function by its qualified name; a class stands for its `forward`, or for its `__call__`. */
export function findDefinition(body: readonly Stmt[], names: readonly string[]): FunctionDef | null {
	const [name, ...rest] = names;
	const here = [...definitionsIn(body)].filter((one) => one.name === name).at(-1);
	if (here === undefined) return null;
	if (rest.length > 0) return findDefinition(here.body, rest);
	if (here.kind === "FunctionDef") return here;
	return findDefinition(here.body, ["forward"]) ?? findDefinition(here.body, ["__call__"]);
}

/** Definitions of a body, also those under `if` and `try`, but not those inside of other definitions. */
export function* definitionsIn(body: readonly Stmt[]): Generator<FunctionDef | ClassDef> {
	for (const statement of statementsOf(body)) if (statement.kind === "FunctionDef" || statement.kind === "ClassDef") yield statement;
}

/** Statements in program order, without what stands inside of definitions. */
function* statementsOf(body: readonly Stmt[]): Generator<Stmt> {
	for (const statement of body) {
		yield statement;
		if (statement.kind === "FunctionDef" || statement.kind === "ClassDef") continue;
		for (const block of blocksOf(statement)) yield* statementsOf(block);
	}
}

function blocksOf(statement: Stmt): (readonly Stmt[])[] {
	switch (statement.kind) {
		case "If":
		case "For":
		case "While":
			return [statement.body, statement.orelse];
		case "With":
			return [statement.body];
		case "Try":
			return [statement.body, ...statement.handlers.map((handler) => handler.body), statement.orelse, statement.finalbody];
		case "Match":
			return statement.cases.map((one) => one.body);
		default:
			return [];
	}
}

/** What stands around an offset: definitions by their dotted names, innermost first, and the innermost statement. */
export function definitionsAt(body: readonly Stmt[], offset: number): { definitions: (Span & { name: string })[]; statement: Stmt | null } {
	const definitions: (Span & { name: string })[] = [];
	let statement: Stmt | null = null;
	const visit = (list: readonly Stmt[]): void => {
		for (const one of list) {
			if (offset < one.start || offset > one.end) continue;
			statement = one;
			if (one.kind === "FunctionDef" || one.kind === "ClassDef") {
				definitions.unshift({ name: [definitions[0]?.name, one.name].filter(Boolean).join("."), start: one.start, end: one.end });
				visit(one.body);
			} else for (const block of blocksOf(one)) visit(block);
		}
	};
	visit(body);
	return { definitions, statement };
}

/**
 * The interpreter tells of values of names, calls, attributes and subscripts only. So while the watch lasts `return x` reads
 * `return (x,)[0]`, which has the same value, and is told of.
 */
export class ReturnWatch {
	/** What the function returned last. */
	last: Value | undefined = undefined;
	readonly #changed = new Map<Expr, { statement: Return; value: Expr }>();

	constructor(definition: FunctionDef) {
		for (const statement of statementsOf(definition.body)) {
			if (statement.kind !== "Return" || statement.value === null) continue;
			const { value } = statement;
			const place = { start: value.start, end: value.end };
			const alone: Tuple = { ...place, kind: "Tuple", elts: [value] };
			const zero: Constant = { ...place, kind: "Constant", type: "int", value: 0 };
			const watched: Subscript = { ...place, kind: "Subscript", value: alone, slice: zero };
			this.#changed.set(watched, { statement, value });
			statement.value = watched;
		}
	}

	see(node: Expr, value: Value): void {
		if (this.#changed.has(node)) this.last = value;
	}

	remove(): void {
		for (const { statement, value } of this.#changed.values()) statement.value = value;
	}
}
