/** Elementary functions of complex numbers, by the formulas that keep to the sides of their branch cuts (Kahan's). */
import { type Complex, cdiv, cexp, clog, cmul, csin, csqrt } from "./complex.ts";

export const cadd = (a: Complex, b: Complex): Complex => [a[0] + b[0], a[1] + b[1]];
export const csub = (a: Complex, b: Complex): Complex => [a[0] - b[0], a[1] - b[1]];
export const cscale = (a: Complex, by: number): Complex => [a[0] * by, a[1] * by];
const onePlus = (z: Complex): Complex => [1 + z[0], z[1]];
const oneMinus = (z: Complex): Complex => [1 - z[0], -z[1]];
/** The imaginary part of conj(a)·b, and the real one. */
const crossed = (a: Complex, b: Complex): number => a[0] * b[1] - a[1] * b[0];
const inner = (a: Complex, b: Complex): number => a[0] * b[0] + a[1] * b[1];

export const cexpm1 = (z: Complex): Complex => csub(cexp(z), [1, 0]);
export const cexp2 = (z: Complex): Complex => cexp(cscale(z, Math.LN2));
export const clog2 = (z: Complex): Complex => cscale(clog(z), 1 / Math.LN2);
export const clog10 = (z: Complex): Complex => cscale(clog(z), 1 / Math.LN10);
export const clog1p = (z: Complex): Complex => [0.5 * Math.log1p(z[0] * (2 + z[0]) + z[1] * z[1]), Math.atan2(z[1], 1 + z[0])];
export const crsqrt = (z: Complex): Complex => cdiv([1, 0], csqrt(z));

export function casin(z: Complex): Complex {
	const [minus, plus] = [csqrt(oneMinus(z)), csqrt(onePlus(z))];
	return [Math.atan2(z[0], cmul(minus, plus)[0]), Math.asinh(crossed(minus, plus))];
}
export function cacos(z: Complex): Complex {
	const [minus, plus] = [csqrt(oneMinus(z)), csqrt(onePlus(z))];
	return [2 * Math.atan2(minus[0], plus[0]), Math.asinh(crossed(plus, minus))];
}
export function cacosh(z: Complex): Complex {
	const [minus, plus] = [csqrt([z[0] - 1, z[1]]), csqrt(onePlus(z))];
	return [Math.asinh(inner(minus, plus)), 2 * Math.atan2(minus[1], plus[0])];
}
export function casinh(z: Complex): Complex {
	const [re, im] = casin([-z[1], z[0]]);
	return [im, -re];
}
export const catanh = (z: Complex): Complex => cscale(csub(clog1p(z), clog1p([-z[0], -z[1]])), 0.5);
export function catan(z: Complex): Complex {
	const [re, im] = catanh([-z[1], z[0]]);
	return [im, -re];
}
export function csinc(z: Complex): Complex {
	if (z[0] === 0 && z[1] === 0) return [1, 0];
	const turned = cscale(z, Math.PI);
	return cdiv(csin(turned), turned);
}
export const csilu = (z: Complex): Complex => cdiv(z, onePlus(cexp([-z[0], -z[1]])));

/** log(exp(a) + exp(b)), from the one with the larger real part. */
export function clogAddExp(a: Complex, b: Complex): Complex {
	if (Number.isNaN(a[0]) || Number.isNaN(a[1])) return a;
	if (Number.isNaN(b[0]) || Number.isNaN(b[1])) return b;
	const [less, more] = a[0] < b[0] ? [a, b] : [b, a];
	if (less[0] === more[0] && !Number.isFinite(less[0])) {
		if (less[0] < 0) return less;
		return clog(cadd(cexp(less), cexp(more)));
	}
	return cadd(clog1p(cexp(csub(less, more))), more);
}
