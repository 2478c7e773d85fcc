/** Logical and bitwise operations. */
import { type DType, dtypes } from "../../shape/dtype.ts";
import { TorchError } from "../../autograd/errors.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { mapComplexBinary } from "../kernel/complex.ts";
import { mapBinary, mapUnary, resultType } from "../kernel/elementwise.ts";
import { type Scalar, scalar } from "../kernel/formula.ts";
import { defineRows, type Row } from "../row.ts";

type Truth = (x: boolean, y: boolean) => boolean;
const logical = (f: Truth): Row => ({
	forward: (self: Tensor, other: Tensor) => {
		const compute = resultType([self, other]);
		if (compute.width === 2)
			return mapComplexBinary(self, other, (x, y) => [Number(f(x[0] !== 0 || x[1] !== 0, y[0] !== 0 || y[1] !== 0)), 0], dtypes.bool);
		return mapBinary(self, other, (x, y) => Number(f(x !== 0, y !== 0)), dtypes.bool, compute);
	},
});

/** 64-bit integers are kept in doubles: small ones go through 32 bits, the others through BigInt. */
const onIntegers =
	(small: (x: number, y: number) => number, big: (x: bigint, y: bigint) => bigint) =>
	(x: number, y: number): number =>
		x === (x | 0) && y === (y | 0) ? small(x, y) : Number(BigInt.asIntN(64, big(BigInt(x), BigInt(y))));

const rows: Record<string, Row> = {};
function bitwise(name: string, f: (x: number, y: number) => number, kernel: string): void {
	const forward = (self: Tensor, other: Tensor): Tensor => {
		const dtype = resultType([self, other]);
		if (dtype.category >= 2 || (dtype.category === 0 && name.includes("shift")))
			throw new TorchError("NotImplementedError", `"${kernel}" not implemented for '${dtype.scalarType}'`);
		return mapBinary(self, other, f, dtype);
	};
	const numberOverload = name.includes("shift") ? "Tensor_Scalar" : "Scalar";
	rows[`${name}.Tensor`] = { forward };
	rows[`${name}.${numberOverload}`] = { forward: (self: Tensor, other: Scalar) => forward(self, scalar(other)) };
	rows[`${name}.Scalar_Tensor`] = { forward: (self: Scalar, other: Tensor) => forward(scalar(self), other) };
}
bitwise(
	"bitwise_and",
	onIntegers(
		(x, y) => x & y,
		(x, y) => x & y,
	),
	"bitwise_and_cpu",
);
bitwise(
	"bitwise_or",
	onIntegers(
		(x, y) => x | y,
		(x, y) => x | y,
	),
	"bitwise_or_cpu",
);
bitwise(
	"bitwise_xor",
	onIntegers(
		(x, y) => x ^ y,
		(x, y) => x ^ y,
	),
	"bitwise_xor_cpu",
);
bitwise("bitwise_left_shift", (x, y) => (y < 0 || y >= 64 ? 0 : Number(BigInt.asIntN(64, BigInt(x) << BigInt(y)))), "lshift_cpu");
bitwise("bitwise_right_shift", (x, y) => (y < 0 || y >= 64 ? (x < 0 ? -1 : 0) : Math.floor(x / 2 ** y)), "rshift_cpu");
defineRows(rows);

const gcd = (x: number, y: number): number => {
	let [a, b] = [Math.abs(x), Math.abs(y)];
	while (b !== 0) [a, b] = [b, a % b];
	return a;
};
const integral = (name: string, f: (x: number, y: number) => number): Row => ({
	forward: (self: Tensor, other: Tensor) => {
		const dtype: DType = resultType([self, other]);
		if (dtype.category !== 1) throw new TorchError("NotImplementedError", `"${name}_cpu" not implemented for '${dtype.scalarType}'`);
		return mapBinary(self, other, f, dtype);
	},
});

defineRows({
	logical_and: logical((x, y) => x && y),
	logical_or: logical((x, y) => x || y),
	logical_xor: logical((x, y) => x !== y),
	logical_not: {
		forward: (self: Tensor) =>
			self.dtype.width === 2
				? mapComplexBinary(self, self, (x) => [x[0] === 0 && x[1] === 0 ? 1 : 0, 0], dtypes.bool)
				: mapUnary(self, dtypes.bool, (x) => (x === 0 ? 1 : 0)),
	},
	bitwise_not: {
		forward: (self: Tensor) => {
			if (self.dtype.category >= 2)
				throw new TorchError("NotImplementedError", `"bitwise_not_cpu" not implemented for '${self.dtype.scalarType}'`);
			if (self.dtype === dtypes.bool) return mapUnary(self, self.dtype, (x) => (x === 0 ? 1 : 0));
			return mapUnary(self, self.dtype, (x) => -x - 1);
		},
	},
	gcd: integral("gcd", gcd),
	lcm: integral("lcm", (x, y) => (x === 0 || y === 0 ? 0 : Math.abs((x / gcd(x, y)) * y))),
});
