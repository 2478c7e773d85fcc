/** Functions of numpy that make arrays: from values, of one number, of steps. */
import { dtypes } from "../../shape/dtype.ts";
import { rt } from "../../values/runtime.ts";
import { PyTensor } from "../../values/tensor.ts";
import type { Value } from "../../values/value.ts";
import { needDType, promote } from "./dtype.ts";
import { zip } from "./elementwise.ts";
import { asArray, count, intArg, lost, make, operand, shapeArg, sizesOf } from "./kit.ts";
import { fn, num } from "./declare.ts";
import { copy } from "./layout.ts";

const COPY =
	"__array__ implementation doesn't accept a copy keyword, so passing copy=False failed. __array__ must implement 'dtype' and 'copy' keyword arguments. To learn more, see the migration guide https://numpy.org/devdocs/numpy_2_0_migration_guide.html#adapting-to-changes-in-the-copy-keyword";
for (const name of ["array", "asarray", "ascontiguousarray", "asanyarray", "copy"])
	fn(name, ".object .dtype? * copy? order? ndmin? like? subok?", (v: Value, d?: Value, _copy?: Value) => {
		if (v instanceof PyTensor && name === "array") rt.warn("DeprecationWarning", COPY);
		const a = asArray(v, needDType(d));
		return (name === "array" && _copy !== false) || name === "copy" ? (a === v || v instanceof PyTensor ? copy(a) : a) : a;
	});
const filled = (name: string, value: number | null): void =>
	fn(name, ".shape .dtype? .order? * like?", (s: Value, d?: Value) => {
		const sizes = shapeArg(s);
		return make(sizes, needDType(d) ?? dtypes.float64, value === null ? null : new Float64Array(count(sizes)).fill(value));
	});
filled("zeros", 0);
filled("ones", 1);
filled("empty", null);
const like = (name: string, value: number | null): void =>
	fn(name, ".a .dtype? * order? subok? shape?", (v: Value, d?: Value) => {
		const a = asArray(v);
		return make(sizesOf(a), needDType(d) ?? a.tensor.dtype, value === null ? null : new Float64Array(count(sizesOf(a))).fill(value));
	});
like("zeros_like", 0);
like("ones_like", 1);
like("empty_like", null);
fn("full", ".shape .fill_value .dtype? .order?", (s: Value, value: Value, d?: Value) => {
	const o = operand(value) ?? lost();
	const sizes = shapeArg(s);
	return zip(sizes, needDType(d) ?? o.array.tensor.dtype, [o.array], (x) => x);
});
fn("full_like", ".a .fill_value .dtype?", (v: Value, value: Value, d?: Value) =>
	zip(sizesOf(asArray(v)), needDType(d) ?? asArray(v).tensor.dtype, [(operand(value) ?? lost()).array], (x) => x),
);
for (const name of ["eye", "identity"])
	fn(name, ".N .M? .k? .dtype?", (n: Value, m?: Value, k?: Value, d?: Value) => {
		const [rows, cols, shift] = [intArg(n), m == null ? intArg(n) : intArg(m), k == null ? 0 : intArg(k)];
		return make(
			[rows, cols],
			needDType(d) ?? dtypes.float64,
			Array.from({ length: rows * cols }, (_, i) => Number((i % cols) - Math.floor(i / cols) === shift)),
		);
	});
fn("arange", ".start .stop? .step? .dtype?", (a: Value, b?: Value, c?: Value, d?: Value) => {
	const given = [a, b, c].filter((x): x is Value => x !== undefined && x !== null);
	const o = given.map((x) => operand(x) ?? lost());
	const [first, second, third] = o.map((x) => x.array.tensor.first() ?? lost());
	const [start, stop, step] = b == null ? [0, first!, 1] : [first!, second!, third ?? 1];
	const n = Math.max(0, Math.ceil((stop - start) / step));
	const dtype = needDType(d) ?? o.map((x) => x.array.tensor.dtype).reduce(promote);
	return make(
		[n],
		dtype,
		Array.from({ length: n }, (_, i) => start + i * step),
	);
});
fn(
	"linspace",
	".start .stop .num? .endpoint? .retstep? .dtype? .axis?",
	(a: Value, b: Value, n?: Value, end?: Value, _r?: Value, d?: Value) => {
		const [start, stop, count_] = [num(a), num(b), n == null ? 50 : intArg(n)];
		const parts = end === false ? count_ : count_ - 1;
		const step = (stop - start) / parts;
		return make(
			[count_],
			needDType(d) ?? dtypes.float64,
			Array.from({ length: count_ }, (_, i) => (i === count_ - 1 && end !== false && count_ > 1 ? stop : i * step + start)),
		);
	},
);
fn("logspace", ".start .stop .num? .endpoint? .base?", (a: Value, b: Value, n?: Value, _e?: Value, base?: Value) => {
	const k = n == null ? 50 : intArg(n);
	return make(
		[k],
		dtypes.float64,
		Array.from({ length: k }, (_, i) => (base == null ? 10 : num(base)) ** (num(a) + (i * (num(b) - num(a))) / (k - 1))),
	);
});
