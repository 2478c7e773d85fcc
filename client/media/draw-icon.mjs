// Draws icon.png: an eye whose pupil is a nabla, the sign of the gradient. usage: node client/media/draw-icon.mjs
import { writeFileSync } from "node:fs";
import { crc32, deflateSync } from "node:zlib";

const SIZE = 128;
/** Samples per pixel and direction, for smooth edges. */
const FINE = 4;

const DEEP = [24, 22, 56];
const LIGHT = [62, 44, 122];
const WHITE = [246, 244, 255];
const WARM = [255, 122, 69];
const VIOLET = [132, 94, 247];

/** Colour and opacity at a point of the unit square centred on 0. */
function paint(x, y) {
	if (roundedSquare(x, y, 0.5, 0.11) > 0) return [0, 0, 0, 0];
	let color = mix(LIGHT, DEEP, (y + 0.5) * 0.9 + x * 0.2);
	const lid = eye(x, y);
	if (lid < 0) color = WHITE;
	const iris = Math.hypot(x, y);
	if (lid < 0 && iris < 0.176) color = mix(VIOLET, WARM, (y + 0.18) / 0.36);
	const pupil = triangle(x, y - 0.005);
	if (lid < 0 && pupil < 0) color = pupil > -0.034 ? WHITE : mix(VIOLET, WARM, (y + 0.18) / 0.36);
	if (Math.abs(lid) < 0.017) color = WHITE;
	return [...color, 255];
}

function roundedSquare(x, y, half, radius) {
	const dx = Math.max(Math.abs(x) - half + radius, 0);
	const dy = Math.max(Math.abs(y) - half + radius, 0);
	return Math.hypot(dx, dy) - radius;
}

/** The lens where two circles overlap. */
function eye(x, y) {
	const radius = 0.46;
	const offset = 0.245;
	return Math.max(Math.hypot(x, y - offset), Math.hypot(x, y + offset)) - radius;
}

/** An equilateral triangle standing on its tip. */
function triangle(x, y) {
	const size = 0.062;
	const slanted = Math.abs(x) * Math.sin(Math.PI / 3) + y * 0.5;
	return Math.max(slanted, -y) - size;
}

function mix(a, b, share) {
	const t = Math.min(1, Math.max(0, share));
	return a.map((value, i) => value + (b[i] - value) * t);
}

function pixel(px, py) {
	const sum = [0, 0, 0, 0];
	for (let i = 0; i < FINE; i++) {
		for (let j = 0; j < FINE; j++) {
			const [r, g, b, a] = paint((px + (i + 0.5) / FINE) / SIZE - 0.5, (py + (j + 0.5) / FINE) / SIZE - 0.5);
			sum[0] += r * a;
			sum[1] += g * a;
			sum[2] += b * a;
			sum[3] += a;
		}
	}
	const alpha = sum[3] || 1;
	return [sum[0] / alpha, sum[1] / alpha, sum[2] / alpha, sum[3] / (FINE * FINE)].map(Math.round);
}

function chunk(type, data) {
	const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
	const out = Buffer.alloc(body.length + 8);
	out.writeUInt32BE(data.length, 0);
	body.copy(out, 4);
	out.writeUInt32BE(crc32(body), body.length + 4);
	return out;
}

const rows = [];
for (let y = 0; y < SIZE; y++) {
	rows.push(0);
	for (let x = 0; x < SIZE; x++) rows.push(...pixel(x, y));
}
const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 6, 0, 0, 0]);
header.writeUInt32BE(SIZE, 0);
header.writeUInt32BE(SIZE, 4);
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
writeFileSync(
	new URL("icon.png", import.meta.url),
	Buffer.concat([
		signature,
		chunk("IHDR", header),
		chunk("IDAT", deflateSync(Buffer.from(rows), { level: 9 })),
		chunk("IEND", Buffer.alloc(0)),
	]),
);
