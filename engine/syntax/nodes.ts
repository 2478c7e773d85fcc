/**
 * Lowered Python: plain objects in the spirit of CPython's `ast` module, one discriminated union on `kind`.
 *
 * Every node carries half-open UTF-16 offsets into its file. Nodes are plain data: no tree-sitter, no methods, no cycles,
 * so that they can be revisited cheaply by the interpreter (loops, calls, several roots) and sent to a worker.
 */

/** Half-open UTF-16 offsets. */
export interface Span {
	readonly start: number;
	readonly end: number;
}

/** How a name is found, decided once by the lowering (CPython's symtable). */
export type NameScope = "local" | "free" | "global" | "class";

export interface Name extends Span {
	kind: "Name";
	id: string;
	/** `local`: own function frame; `free`: an enclosing function; `class`: class body, then as `free`/global; `global`: module, then builtins. */
	scope: NameScope;
}
/** Integers are `number` while safe, else `bigint`; floats are kept apart by `type`. */
export interface Constant extends Span {
	kind: "Constant";
	type: "int" | "float" | "imag" | "str" | "bytes" | "bool" | "None" | "Ellipsis";
	/** bytes: one char per byte. */
	value: number | bigint | string | boolean | null;
}
/** An f-string: literal pieces (`Constant` of type str) and `FormattedValue`s in order. */
export interface JoinedStr extends Span {
	kind: "JoinedStr";
	values: (Constant | FormattedValue)[];
}
export interface FormattedValue extends Span {
	kind: "FormattedValue";
	value: Expr;
	/** `!r`, `!s`, `!a` or none. */
	conversion: "r" | "s" | "a" | null;
	formatSpec: JoinedStr | null;
	/** The text before `=` in `f"{x=}"`, including the `=` and blanks; null otherwise. */
	selfDoc: string | null;
}
export type BinaryOperator = "+" | "-" | "*" | "/" | "//" | "%" | "**" | "@" | "&" | "|" | "^" | "<<" | ">>";
export interface BinOp extends Span {
	kind: "BinOp";
	op: BinaryOperator;
	left: Expr;
	right: Expr;
}
export interface UnaryOp extends Span {
	kind: "UnaryOp";
	op: "-" | "+" | "~" | "not";
	operand: Expr;
}
export interface BoolOp extends Span {
	kind: "BoolOp";
	op: "and" | "or";
	values: Expr[];
}
export type CompareOperator = "<" | "<=" | ">" | ">=" | "==" | "!=" | "is" | "is not" | "in" | "not in";
export interface Compare extends Span {
	kind: "Compare";
	left: Expr;
	ops: CompareOperator[];
	comparators: Expr[];
}
export interface Keyword extends Span {
	/** null: `**value`. */
	arg: string | null;
	value: Expr;
}
export interface Call extends Span {
	kind: "Call";
	func: Expr;
	args: Expr[];
	keywords: Keyword[];
}
export interface IfExp extends Span {
	kind: "IfExp";
	test: Expr;
	body: Expr;
	orelse: Expr;
}
export interface Attribute extends Span {
	kind: "Attribute";
	value: Expr;
	attr: string;
	/** Where the attribute's own name stands. */
	attrSpan: Span;
}
export interface Subscript extends Span {
	kind: "Subscript";
	value: Expr;
	/** `Slice`, `Tuple` (of slices and expressions) or any expression. */
	slice: Expr;
}
export interface Slice extends Span {
	kind: "Slice";
	lower: Expr | null;
	upper: Expr | null;
	step: Expr | null;
}
export interface Tuple extends Span {
	kind: "Tuple";
	elts: Expr[];
}
export interface List extends Span {
	kind: "List";
	elts: Expr[];
}
export interface SetExpr extends Span {
	kind: "Set";
	elts: Expr[];
}
export interface Dict extends Span {
	kind: "Dict";
	/** A null key is `**value`. */
	keys: (Expr | null)[];
	values: Expr[];
}
export interface Comprehension {
	target: Expr;
	iter: Expr;
	ifs: Expr[];
	isAsync: boolean;
}
/** All four comprehension forms run in a frame of their own, described by `scope` (as in CPython 3.11). */
export interface Comp extends Span {
	kind: "ListComp" | "SetComp" | "GeneratorExp";
	elt: Expr;
	generators: Comprehension[];
	scope: FunctionScope;
}
export interface DictComp extends Span {
	kind: "DictComp";
	key: Expr;
	value: Expr;
	generators: Comprehension[];
	scope: FunctionScope;
}
export interface Lambda extends Span {
	kind: "Lambda";
	args: Arguments;
	body: Expr;
	scope: FunctionScope;
}
export interface Starred extends Span {
	kind: "Starred";
	value: Expr;
}
export interface Await extends Span {
	kind: "Await";
	value: Expr;
}
/** After lowering, yields stand only as the whole right side of an `Assign` or as an `ExprStmt` (they are hoisted out of deeper places). */
export interface Yield extends Span {
	kind: "Yield";
	value: Expr | null;
}
export interface YieldFrom extends Span {
	kind: "YieldFrom";
	value: Expr;
}
export interface NamedExpr extends Span {
	kind: "NamedExpr";
	target: Name;
	value: Expr;
}
/** A place where the text is not an expression: evaluates to Unknown. */
export interface MissingExpr extends Span {
	kind: "Missing";
}

export type Expr =
	| Name
	| Constant
	| JoinedStr
	| FormattedValue
	| BinOp
	| UnaryOp
	| BoolOp
	| Compare
	| Call
	| IfExp
	| Attribute
	| Subscript
	| Slice
	| Tuple
	| List
	| SetExpr
	| Dict
	| Comp
	| DictComp
	| Lambda
	| Starred
	| Await
	| Yield
	| YieldFrom
	| NamedExpr
	| MissingExpr;

export interface Arg extends Span {
	name: string;
	annotation: Expr | null;
	default: Expr | null;
}
export interface Arguments {
	posonly: Arg[];
	args: Arg[];
	vararg: Arg | null;
	kwonly: Arg[];
	kwarg: Arg | null;
}

/** What one function, lambda or comprehension binds and captures. */
export interface FunctionScope {
	/** Names bound in this frame (parameters first, in order), without `global` and `nonlocal` ones. */
	locals: string[];
	/** Names taken from enclosing function frames. */
	free: string[];
	/** Locals that inner functions capture. */
	captured: string[];
	isGenerator: boolean;
	isAsync: boolean;
	/** True when the body mentions `super` or `__class__`. */
	usesClassCell: boolean;
}

export interface FunctionDef extends Span {
	kind: "FunctionDef";
	name: string;
	nameSpan: Span;
	args: Arguments;
	body: Stmt[];
	decorators: Expr[];
	returns: Expr | null;
	isAsync: boolean;
	docstring: string | null;
	scope: FunctionScope;
	/** Where the name is stored (a function may be defined under `global f`). */
	target: Name;
}
export interface ClassDef extends Span {
	kind: "ClassDef";
	name: string;
	nameSpan: Span;
	bases: Expr[];
	keywords: Keyword[];
	body: Stmt[];
	decorators: Expr[];
	docstring: string | null;
	target: Name;
}
export interface Return extends Span {
	kind: "Return";
	value: Expr | null;
}
export interface Delete extends Span {
	kind: "Delete";
	targets: Expr[];
}
export interface Assign extends Span {
	kind: "Assign";
	targets: Expr[];
	value: Expr;
}
export interface AugAssign extends Span {
	kind: "AugAssign";
	target: Expr;
	op: BinaryOperator;
	value: Expr;
}
export interface AnnAssign extends Span {
	kind: "AnnAssign";
	target: Expr;
	annotation: Expr;
	value: Expr | null;
}
export interface For extends Span {
	kind: "For";
	target: Expr;
	iter: Expr;
	body: Stmt[];
	orelse: Stmt[];
	isAsync: boolean;
}
export interface While extends Span {
	kind: "While";
	test: Expr;
	body: Stmt[];
	orelse: Stmt[];
}
export interface If extends Span {
	kind: "If";
	test: Expr;
	body: Stmt[];
	orelse: Stmt[];
}
export interface WithItem {
	context: Expr;
	target: Expr | null;
}
export interface With extends Span {
	kind: "With";
	items: WithItem[];
	body: Stmt[];
	isAsync: boolean;
}
export interface MatchCase {
	pattern: Pattern;
	guard: Expr | null;
	body: Stmt[];
}
export interface Match extends Span {
	kind: "Match";
	subject: Expr;
	cases: MatchCase[];
}
export type Pattern =
	| ({ kind: "MatchValue"; value: Expr } & Span)
	| ({ kind: "MatchSingleton"; value: boolean | null } & Span)
	| ({ kind: "MatchSequence"; patterns: Pattern[] } & Span)
	| ({ kind: "MatchMapping"; keys: Expr[]; patterns: Pattern[]; rest: Name | null } & Span)
	| ({ kind: "MatchClass"; cls: Expr; patterns: Pattern[]; kwdAttrs: string[]; kwdPatterns: Pattern[] } & Span)
	| ({ kind: "MatchStar"; name: Name | null } & Span)
	/** `pattern` null and `name` null: the wildcard. */
	| ({ kind: "MatchAs"; pattern: Pattern | null; name: Name | null } & Span)
	| ({ kind: "MatchOr"; patterns: Pattern[] } & Span);
export interface Raise extends Span {
	kind: "Raise";
	exc: Expr | null;
	cause: Expr | null;
}
export interface ExceptHandler extends Span {
	type: Expr | null;
	name: Name | null;
	body: Stmt[];
}
export interface Try extends Span {
	kind: "Try";
	body: Stmt[];
	handlers: ExceptHandler[];
	orelse: Stmt[];
	finalbody: Stmt[];
	/** `except*` */
	isStar: boolean;
}
export interface Assert extends Span {
	kind: "Assert";
	test: Expr;
	msg: Expr | null;
}
export interface Alias extends Span {
	name: string;
	asname: string | null;
	/** Where the binding goes: `asname`, or the first component of a dotted name. Null for `*`. */
	target: Name | null;
}
export interface Import extends Span {
	kind: "Import";
	names: Alias[];
}
export interface ImportFrom extends Span {
	kind: "ImportFrom";
	/** Null in `from . import x`. */
	module: string | null;
	names: Alias[];
	/** Number of leading dots. */
	level: number;
}
export interface ExprStmt extends Span {
	kind: "Expr";
	value: Expr;
}
export interface SimpleStmt extends Span {
	kind: "Pass" | "Break" | "Continue";
}
/** `global`/`nonlocal`: kept for completeness; scopes are already resolved in the names. */
export interface ScopeStmt extends Span {
	kind: "Global" | "Nonlocal";
	names: string[];
}
export interface TypeAlias extends Span {
	kind: "TypeAlias";
	name: Name;
	value: Expr;
}
/** Text that is no statement; running it records a limit and goes on. */
export interface Gap extends Span {
	kind: "Gap";
}

export type Stmt =
	| FunctionDef
	| ClassDef
	| Return
	| Delete
	| Assign
	| AugAssign
	| AnnAssign
	| For
	| While
	| If
	| With
	| Match
	| Raise
	| Try
	| Assert
	| Import
	| ImportFrom
	| ExprStmt
	| SimpleStmt
	| ScopeStmt
	| TypeAlias
	| Gap;

/** A syntax error or a construct that could not be lowered. */
export interface SyntaxGap extends Span {
	message: string;
}

/** A comment of the file, for suppressions and for fixes that must keep it. */
export interface Comment extends Span {
	text: string;
}

/** One lowered file. */
export interface Module {
	kind: "Module";
	body: Stmt[];
	docstring: string | null;
	gaps: SyntaxGap[];
	comments: Comment[];
}
