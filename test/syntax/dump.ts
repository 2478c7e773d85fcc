/** Our lowering in the shape that `test/oracle/syntax_oracle.py` prints, so that the two can be compared value by value. */
import type { FunctionScope, Module, Name, Stmt } from "../../engine/syntax/nodes.ts";

export interface ScopeDump {
	type: "function" | "class";
	name: string;
	params: string[];
	names: Record<string, string>;
	children: ScopeDump[];
}

export interface ModuleDump {
	body: unknown[];
	docstring: string | null;
	scopes: ScopeDump[];
}

type Plain = Record<string, unknown>;

const COMPREHENSIONS: Record<string, string> = { ListComp: "listcomp", SetComp: "setcomp", DictComp: "dictcomp", GeneratorExp: "genexpr" };

export function dumpModule(module: Module): ModuleDump {
	const dumper = new Dumper(module);
	return { body: dumper.body(module.body), docstring: module.docstring, scopes: dumper.scopes };
}

class Dumper {
	scopes: ScopeDump[] = [];
	/** Names seen in the block being read; null at module level. */
	#names: Record<string, string> | null = null;
	readonly #temporaries = new Map<string, unknown>();
	readonly #lazyAnnotations: boolean;
	#inString = false;

	constructor(module: Module) {
		this.#lazyAnnotations = module.body.some(
			(statement) =>
				statement.kind === "ImportFrom" &&
				statement.module === "__future__" &&
				statement.names.some((alias) => alias.name === "annotations"),
		);
	}

	/** Statements without the temporaries, whose values go back to where they came from. */
	body(statements: readonly Stmt[]): unknown[] {
		const result: unknown[] = [];
		for (const statement of statements) {
			const target = statement.kind === "Assign" ? statement.targets[0] : undefined;
			if (statement.kind === "Assign" && target?.kind === "Name" && target.id.startsWith("$"))
				this.#temporaries.set(target.id, this.#value(statement.value));
			else result.push(this.#value(statement));
		}
		return result;
	}

	#value(value: unknown): unknown {
		if (Array.isArray(value)) return value.map((item) => this.#value(item));
		if (typeof value !== "object" || value === null) return value;
		const node = value as Plain;
		const special = typeof node.kind === "string" ? this.#special(node, node.kind) : undefined;
		return special ?? this.#fields(node);
	}

	#special(node: Plain, kind: string): unknown {
		switch (kind) {
			case "Name":
				return this.#name(node as unknown as Name & Plain);
			case "Constant":
				return {
					...this.#base(node),
					type: node.type,
					value: typeof node.value === "number" || typeof node.value === "bigint" ? String(node.value) : node.value,
				};
			case "JoinedStr":
				return this.#joined(node);
			case "FunctionDef":
				return this.#function(node, String((node.name as string) ?? ""));
			case "Lambda":
				return this.#function(node, "lambda");
			case "ClassDef":
				return this.#class(node);
			case "ListComp":
			case "SetComp":
			case "DictComp":
			case "GeneratorExp":
				return this.#comprehension(node, COMPREHENSIONS[kind]!);
			case "AnnAssign": {
				const result = this.#base(node);
				result.target = this.#value(node.target);
				result.annotation = this.#annotation(node.annotation);
				result.value = this.#value(node.value);
				return result;
			}
			case "Global":
				for (const name of node.names as string[]) if (this.#names) this.#names[name] = "global";
				return undefined;
			case "MatchAs":
			case "MatchStar":
				return { ...this.#fields(node, ["name"]), name: this.#nameOnly(node.name) };
			case "MatchMapping":
				return { ...this.#fields(node, ["rest"]), rest: this.#nameOnly(node.rest) };
			case "Try": {
				const handlers = (node.handlers as Plain[]).map((handler) => ({
					type: this.#value(handler.type),
					name: this.#nameOnly(handler.name),
					body: this.body(handler.body as Stmt[]),
				}));
				return { ...this.#fields(node, ["handlers"]), handlers };
			}
			case "Import":
			case "ImportFrom": {
				const names = (node.names as Plain[]).map((alias) => {
					this.#nameOnly(alias.target);
					return { name: alias.name, asname: alias.asname, span: this.#span(alias) };
				});
				return { ...this.#fields(node, ["names"]), names };
			}
			default:
				return undefined;
		}
	}

	#base(node: Plain): Plain {
		return { kind: node.kind, span: this.#span(node) };
	}

	#span(node: Plain): unknown {
		return this.#inString ? null : [node.start, node.end];
	}

	#fields(node: Plain, except: readonly string[] = []): Plain {
		const result: Plain = {};
		for (const [key, value] of Object.entries(node)) {
			if (key === "start" || key === "end" || key === "scope" || key === "attrSpan" || key === "nameSpan" || except.includes(key)) continue;
			const isBlock = key === "body" || key === "orelse" || key === "finalbody";
			result[key] = isBlock && Array.isArray(value) ? this.body(value as Stmt[]) : this.#value(value);
		}
		const hasSpan = "start" in node && !("posonly" in node) && !("default" in node);
		if (hasSpan) result.span = this.#span(node);
		return result;
	}

	#name(node: Name & Plain): unknown {
		if (node.id.startsWith("$")) return this.#temporaries.get(node.id);
		this.#see(node);
		return { ...this.#base(node), id: node.id };
	}

	#see(node: Name): void {
		if (this.#names && node.id !== "__class__") this.#names[node.id] = node.scope;
	}

	#nameOnly(node: unknown): string | null {
		if (!node) return null;
		this.#see(node as Name);
		return (node as Name).id;
	}

	#annotation(node: unknown): unknown {
		if (!this.#lazyAnnotations) return this.#value(node);
		const names = this.#names;
		const scopes = this.scopes;
		this.#names = {};
		this.scopes = [];
		const result = this.#value(node);
		this.#names = names;
		this.scopes = scopes;
		return result;
	}

	#joined(node: Plain): unknown {
		const base = this.#base(node);
		const outer = this.#inString;
		this.#inString = true;
		const values: Plain[] = [];
		const text = (value: string) => {
			const last = values[values.length - 1];
			if (last?.kind === "Constant") last.value = (last.value as string) + value;
			else values.push({ kind: "Constant", span: null, type: "str", value });
		};
		for (const piece of node.values as Plain[]) {
			if (piece.kind === "Constant") {
				text(piece.value as string);
			} else {
				if (piece.selfDoc !== null) text(piece.selfDoc as string);
				values.push(this.#fields(piece, ["selfDoc"]));
			}
		}
		this.#inString = outer;
		return { ...base, values };
	}

	#arguments(args: Plain): Plain {
		const one = (arg: Plain | null) =>
			arg && { name: arg.name, annotation: this.#annotation(arg.annotation), default: this.#value(arg.default) };
		const all = (list: unknown) => (list as Plain[]).map(one);
		return {
			posonly: all(args.posonly),
			args: all(args.args),
			vararg: one(args.vararg as Plain | null),
			kwonly: all(args.kwonly),
			kwarg: one(args.kwarg as Plain | null),
		};
	}

	#function(node: Plain, name: string): unknown {
		const args = this.#arguments(node.args as Plain);
		const head: Plain = { ...this.#base(node), args };
		if (node.kind === "Lambda")
			return { ...head, body: this.#frame(name, args, node.scope as FunctionScope, () => this.#value(node.body)) };
		const decorators = this.#value(node.decorators);
		const returns = this.#annotation(node.returns);
		const target = this.#nameOnly(node.target);
		const body = this.#frame(name, args, node.scope as FunctionScope, () => this.body(node.body as Stmt[]));
		return { ...head, name: node.name, target, body, decorators, returns, isAsync: node.isAsync, docstring: node.docstring };
	}

	#comprehension(node: Plain, name: string): unknown {
		const [first, ...rest] = node.generators as Plain[];
		const iter = this.#value(first!.iter);
		return this.#frame(name, null, node.scope as FunctionScope, () => {
			const generators = [
				{ target: this.#value(first!.target), iter, ifs: this.#value(first!.ifs), isAsync: first!.isAsync },
				...rest.map((generator) => this.#fields(generator)),
			];
			return { ...this.#fields(node, ["generators"]), generators };
		});
	}

	#class(node: Plain): unknown {
		const head: Plain = {
			...this.#base(node),
			name: node.name,
			decorators: this.#value(node.decorators),
			bases: this.#value(node.bases),
			keywords: this.#value(node.keywords),
		};
		head.target = this.#nameOnly(node.target);
		const body = this.#block({ type: "class", name: node.name as string, params: [], names: {}, children: [] }, () =>
			this.body(node.body as Stmt[]),
		);
		return { ...head, body, docstring: node.docstring };
	}

	#frame<Result>(name: string, args: Plain | null, scope: FunctionScope, read: () => Result): Result {
		const params = args ? [...(args.posonly as Plain[]), ...(args.args as Plain[]), ...(args.kwonly as Plain[])] : [];
		if (args?.vararg) params.push(args.vararg as Plain);
		if (args?.kwarg) params.push(args.kwarg as Plain);
		const names: Record<string, string> = {};
		for (const local of scope.locals) if (!local.startsWith("$")) names[local] = "local";
		for (const free of scope.free) names[free] = "free";
		return this.#block({ type: "function", name, params: params.map((param) => param.name as string), names, children: [] }, read);
	}

	#block<Result>(dump: ScopeDump, read: () => Result): Result {
		const outer = { names: this.#names, scopes: this.scopes };
		this.#names = dump.names;
		this.scopes = dump.children;
		const result = read();
		this.#names = outer.names;
		this.scopes = outer.scopes;
		this.scopes.push(dump);
		return result;
	}
}
