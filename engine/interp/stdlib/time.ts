/** `time`, `datetime`: clocks are not known; arithmetic of dates is. */
import { asInt, asNumber } from "../../values/kinds.ts";
import { getter } from "../../values/native.ts";
import { rt } from "../../values/runtime.ts";
import { clockReading } from "../../values/bounds.ts";
import { derive } from "../../values/unknown.ts";
import {
	floatClass,
	intClass,
	type Kwargs,
	NotImplemented,
	type PyClass,
	PyInstance,
	strClass,
	Unknown,
	type Value,
} from "../../values/value.ts";
import { raiseError } from "../../values/exceptions.ts";
import { def, float, integer, library, native, string } from "./kit.ts";

const now = (clock: string): Unknown => clockReading(new Unknown("the clock is not known", { type: floatClass }), clock);

library("time", (m) => {
	for (const name of ["time", "perf_counter", "monotonic", "process_time", "thread_time"]) m.fn(name, "", () => now(name));
	for (const name of ["time_ns", "perf_counter_ns", "monotonic_ns", "process_time_ns"])
		m.fn(name, "", () => clockReading(new Unknown("the clock is not known", { type: intClass }), name));
	m.fn("sleep", "! seconds", () => null);
	for (const name of ["strftime", "ctime", "asctime"])
		m.fn(name, "! *args", () => new Unknown("the clock is not known", { type: strClass }));
	m.unknown(["localtime", "gmtime", "mktime", "strptime", "get_clock_info"], "the clock is not known");
	m.fn("tzset", "", () => null);
	m.set("timezone", new Unknown("the time zone is not known"));
});

/** Microseconds. */
interface Delta {
	us: bigint;
}
const SECOND = 1_000_000n;
const DAY = 86_400n * SECOND;
interface Moment {
	/** Microseconds since 0001-01-01. */
	us: bigint;
}
const daysBefore = (year: number): number => {
	const y = year - 1;
	return y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
};
const isLeap = (y: number): boolean => (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;
const MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const monthDays = (y: number, mo: number): number => (mo === 2 && isLeap(y) ? 29 : MONTHS[mo - 1]!);
function ordinal(y: number, mo: number, d: number): number {
	let n = daysBefore(y) + d - 1;
	for (let i = 1; i < mo; i++) n += monthDays(y, i);
	return n;
}
function fields(us: bigint): {
	year: number;
	month: number;
	day: number;
	hour: number;
	minute: number;
	second: number;
	microsecond: number;
	days: number;
} {
	const days = Number(us / DAY);
	let year = Math.floor(days / 365.2425) + 1;
	while (daysBefore(year) > days) year--;
	while (daysBefore(year + 1) <= days) year++;
	let rest = days - daysBefore(year);
	let month = 1;
	while (rest >= monthDays(year, month)) rest -= monthDays(year, month++);
	const t = us % DAY;
	return {
		year,
		month,
		day: rest + 1,
		hour: Number(t / (3600n * SECOND)),
		minute: Number((t / (60n * SECOND)) % 60n),
		second: Number((t / SECOND) % 60n),
		microsecond: Number(t % SECOND),
		days,
	};
}
const pad = (n: number, width = 2): string => String(n).padStart(width, "0");
const DAY_NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTH_NAMES = [
	"January",
	"February",
	"March",
	"April",
	"May",
	"June",
	"July",
	"August",
	"September",
	"October",
	"November",
	"December",
];
function strftime(us: bigint, format: string): string {
	const f = fields(us);
	const weekday = f.days % 7;
	const table: Record<string, string> = {
		Y: pad(f.year, 4),
		m: pad(f.month),
		d: pad(f.day),
		H: pad(f.hour),
		M: pad(f.minute),
		S: pad(f.second),
		f: pad(f.microsecond, 6),
		y: pad(f.year % 100),
		I: pad(f.hour % 12 || 12),
		p: f.hour < 12 ? "AM" : "PM",
		A: DAY_NAMES[weekday]!,
		a: DAY_NAMES[weekday]!.slice(0, 3),
		B: MONTH_NAMES[f.month - 1]!,
		b: MONTH_NAMES[f.month - 1]!.slice(0, 3),
		j: pad(f.days - daysBefore(f.year) + 1, 3),
		w: String((weekday + 1) % 7),
		z: "",
		Z: "",
		"%": "%",
	};
	table["F"] = `${table["Y"]}-${table["m"]}-${table["d"]}`;
	table["T"] = table["X"] = `${table["H"]}:${table["M"]}:${table["S"]}`;
	table["D"] = table["x"] = `${table["m"]}/${table["d"]}/${table["y"]}`;
	table["c"] = `${table["a"]} ${table["b"]} ${String(f.day).padStart(2)} ${table["T"]} ${table["Y"]}`;
	return format.replace(/%(.)/g, (whole, c: string) => table[c] ?? whole);
}

library("datetime", (m) => {
	const timedelta = m.cls("timedelta");
	const date = m.cls("date");
	const datetime = m.cls("datetime", [date]);
	const time = m.cls("time");
	const tzinfo = m.cls("tzinfo");
	const timezone = m.cls("timezone", [tzinfo]);
	const make = <T>(cls: PyClass, native: T): PyInstance => {
		const out = new PyInstance(cls);
		out.native = native;
		return out;
	};
	const delta = (us: bigint): PyInstance => make(timedelta, { us } satisfies Delta);
	const us = (v: Value): bigint => ((v as PyInstance).native as Delta).us;
	const isDelta = (v: Value): boolean => v instanceof PyInstance && v.cls.isSubclassOf(timedelta);
	const isDate = (v: Value): boolean => v instanceof PyInstance && v.cls.isSubclassOf(date);
	const UNITS: Record<string, bigint> = {
		days: DAY,
		seconds: SECOND,
		microseconds: 1n,
		milliseconds: 1000n,
		minutes: 60n * SECOND,
		hours: 3600n * SECOND,
		weeks: 7n * DAY,
	};
	timedelta.alloc = (cls, args, kw) => {
		let total = 0n;
		let part = 0;
		const given = new Map<string, Value>(kw ?? []);
		["days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks"].forEach(
			(n, i) => args[i] !== undefined && given.set(n, args[i]!),
		);
		for (const [k, v] of given) {
			if (v instanceof Unknown) return new Unknown(v.why);
			const n = asInt(v);
			if (n !== null) total += BigInt(n) * UNITS[k]!;
			else {
				const x = asNumber(v) ?? 0;
				const whole = Math.trunc(x);
				total += BigInt(whole) * UNITS[k]!;
				part += (x - whole) * Number(UNITS[k]!);
			}
		}
		return make(cls, { us: total + BigInt(Math.round(part)) } satisfies Delta);
	};
	def(timedelta, "__init__", "! *args **kw", () => null);
	const floorDiv = (a: bigint, b: bigint): bigint => (a >= 0n ? a / b : -((-a + b - 1n) / b));
	getter(timedelta, "days", (v) => Number(floorDiv(us(v), DAY)));
	getter(timedelta, "seconds", (v) => Number((us(v) - floorDiv(us(v), DAY) * DAY) / SECOND));
	getter(timedelta, "microseconds", (v) => Number(us(v) - floorDiv(us(v), SECOND) * SECOND));
	def(timedelta, "total_seconds", "", (v: Value) => float(Number(us(v)) / 1e6));
	def(timedelta, "__str__", "", (v: Value) => {
		const days = Number(floorDiv(us(v), DAY));
		const t = us(v) - BigInt(days) * DAY;
		const clock = `${t / (3600n * SECOND)}:${pad(Number((t / (60n * SECOND)) % 60n))}:${pad(Number((t / SECOND) % 60n))}${t % SECOND === 0n ? "" : `.${pad(Number(t % SECOND), 6)}`}`;
		return days === 0 ? clock : `${days} day${Math.abs(days) === 1 ? "" : "s"}, ${clock}`;
	});
	def(timedelta, "__repr__", "", (v: Value) => {
		const days = Number(floorDiv(us(v), DAY));
		const t = us(v) - BigInt(days) * DAY;
		const parts = [
			days === 0 ? "" : `days=${days}`,
			t / SECOND === 0n ? "" : `seconds=${t / SECOND}`,
			t % SECOND === 0n ? "" : `microseconds=${t % SECOND}`,
		].filter((x) => x !== "");
		return `datetime.timedelta(${parts.join(", ") || "0"})`;
	});
	def(timedelta, "__add__", "! o", (a: Value, b: Value) =>
		isDelta(b) ? delta(us(a) + us(b)) : b instanceof Unknown ? derive("+", [b]) : NotImplemented,
	);
	def(timedelta, "__sub__", "! o", (a: Value, b: Value) =>
		isDelta(b) ? delta(us(a) - us(b)) : b instanceof Unknown ? derive("-", [b]) : NotImplemented,
	);
	def(timedelta, "__neg__", "", (a: Value) => delta(-us(a)));
	for (const n of ["__mul__", "__rmul__"])
		def(timedelta, n, "! o", (a: Value, b: Value) =>
			asNumber(b) === null
				? NotImplemented
				: delta(asInt(b) !== null ? us(a) * BigInt(asInt(b)!) : BigInt(Math.round(Number(us(a)) * asNumber(b)!))),
		);
	def(timedelta, "__truediv__", "! o", (a: Value, b: Value) =>
		isDelta(b)
			? float(Number(us(a)) / Number(us(b)))
			: asNumber(b) === null
				? NotImplemented
				: delta(BigInt(Math.round(Number(us(a)) / asNumber(b)!))),
	);
	def(timedelta, "__floordiv__", "! o", (a: Value, b: Value) =>
		isDelta(b) ? Number(floorDiv(us(a), us(b))) : delta(floorDiv(us(a), BigInt(integer(b)))),
	);
	def(timedelta, "__bool__", "", (a: Value) => us(a) !== 0n);
	const compareBy = (cls: PyClass, same: (v: Value) => boolean): void => {
		for (const [name, ok] of Object.entries({
			__eq__: (a: bigint, b: bigint) => a === b,
			__lt__: (a: bigint, b: bigint) => a < b,
			__le__: (a: bigint, b: bigint) => a <= b,
			__gt__: (a: bigint, b: bigint) => a > b,
			__ge__: (a: bigint, b: bigint) => a >= b,
		}))
			def(cls, name, "! o", (a: Value, b: Value) =>
				b instanceof Unknown ? derive(name, [b]) : same(b) ? ok(us(a), us(b)) : NotImplemented,
			);
		def(cls, "__hash__", "", (a: Value) => Number(us(a) % 1_000_000_007n));
	};
	compareBy(timedelta, isDelta);

	const build = (cls: PyClass, args: Value[], kw: Kwargs | null, withTime: boolean): Value => {
		const names = withTime ? ["year", "month", "day", "hour", "minute", "second", "microsecond"] : ["year", "month", "day"];
		const at = names.map((n, i) => args[i] ?? kw?.get(n) ?? 0);
		if (at.some((v) => v instanceof Unknown)) return new Unknown("the date is not known");
		const [y, mo, d, h = 0, mi = 0, s = 0, u = 0] = at.map(integer) as [number, number, number, number?, number?, number?, number?];
		if (mo < 1 || mo > 12) raiseError("ValueError", "month must be in 1..12");
		if (d < 1 || d > monthDays(y, mo)) raiseError("ValueError", "day is out of range for month");
		return make(cls, { us: BigInt(ordinal(y, mo, d)) * DAY + BigInt(h * 3600 + mi * 60 + s) * SECOND + BigInt(u) } satisfies Moment);
	};
	date.alloc = (cls, args, kw) => build(cls, args, kw, cls.isSubclassOf(datetime));
	def(date, "__init__", "! *args **kw", () => null);
	for (const n of ["year", "month", "day"] as const) getter(date, n, (v) => fields(us(v))[n]);
	for (const n of ["hour", "minute", "second", "microsecond"] as const) getter(datetime, n, (v) => fields(us(v))[n]);
	getter(datetime, "tzinfo", () => null);
	def(date, "weekday", "", (v: Value) => fields(us(v)).days % 7);
	def(date, "isoweekday", "", (v: Value) => (fields(us(v)).days % 7) + 1);
	def(date, "toordinal", "", (v: Value) => fields(us(v)).days + 1);
	def(date, "strftime", "format", (v: Value, f: Value) => strftime(us(v), string(f)));
	def(date, "__format__", "format", (v: Value, f: Value) => (string(f) === "" ? rt.str(v) : strftime(us(v), string(f))));
	const isoDate = (v: Value): string => strftime(us(v), "%Y-%m-%d");
	const isoTime = (v: Value): string => strftime(us(v), "%H:%M:%S") + (us(v) % SECOND === 0n ? "" : strftime(us(v), ".%f"));
	def(date, "isoformat", "", isoDate);
	def(date, "__str__", "", isoDate);
	def(
		datetime,
		"isoformat",
		"! .sep? .timespec?",
		(v: Value, sep?: Value) => `${isoDate(v)}${sep === undefined ? "T" : string(sep)}${isoTime(v)}`,
	);
	def(datetime, "__str__", "", (v: Value) => `${isoDate(v)} ${isoTime(v)}`);
	def(date, "__repr__", "", (v: Value) => {
		const f = fields(us(v));
		return `datetime.date(${f.year}, ${f.month}, ${f.day})`;
	});
	def(datetime, "__repr__", "", (v: Value) => {
		const f = fields(us(v));
		const tail = f.microsecond !== 0 ? [f.second, f.microsecond] : f.second !== 0 ? [f.second] : [];
		return `datetime.datetime(${[f.year, f.month, f.day, f.hour, f.minute, ...tail].join(", ")})`;
	});
	def(datetime, "date", "", (v: Value) => make(date, { us: us(v) - (us(v) % DAY) }));
	def(datetime, "timestamp", "", (v: Value) =>
		derive("timestamp", [Number(us(v)), new Unknown("the time zone is not known", { key: "tz" })], floatClass),
	);
	def(date, "replace", "! **kw", (v: PyInstance, kw: Kwargs) => {
		const f = fields(us(v)) as unknown as Record<string, number>;
		return build(
			v.cls,
			["year", "month", "day", "hour", "minute", "second", "microsecond"].map((n) => kw.get(n) ?? f[n]!),
			null,
			v.cls.isSubclassOf(datetime),
		);
	});
	for (const n of ["__add__", "__radd__"])
		def(date, n, "! o", (a: PyInstance, b: Value) =>
			isDelta(b) ? make(a.cls, { us: us(a) + us(b) }) : b instanceof Unknown ? derive("+", [b]) : NotImplemented,
		);
	def(date, "__sub__", "! o", (a: PyInstance, b: Value) =>
		isDelta(b)
			? make(a.cls, { us: us(a) - us(b) })
			: isDate(b)
				? delta(us(a) - us(b))
				: b instanceof Unknown
					? derive("-", [b])
					: NotImplemented,
	);
	compareBy(date, isDate);
	const unknownMoment = (): Unknown => new Unknown("the clock is not known", { type: datetime });
	for (const [cls, names] of [
		[date, ["today", "fromtimestamp"]],
		[datetime, ["now", "utcnow", "today", "fromtimestamp", "utcfromtimestamp", "strptime", "combine"]],
	] as const)
		for (const n of names) cls.set(n, native(n, "! *args **kw", unknownMoment));
	const iso = native("fromisoformat", "! text", (t: Value) => {
		const p = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?)?$/.exec(string(t));
		if (p === null) raiseError("ValueError", `Invalid isoformat string: ${rt.repr(t)}`);
		const n = p.slice(1, 7).map((x) => Number(x ?? 0));
		return build(p[4] === undefined ? date : datetime, [...n, Number((p[7] ?? "0").padEnd(6, "0"))], null, p[4] !== undefined);
	});
	date.set("fromisoformat", iso);
	datetime.set("fromisoformat", iso);
	time.alloc = () => new Unknown("times of day are not modelled");
	timezone.alloc = () => new Unknown("time zones are not modelled");
	timezone.set("utc", new Unknown("time zones are not modelled", { key: "utc" }));
	m.set("UTC", timezone.dict.get("utc")!);
	m.set("MINYEAR", 1);
	m.set("MAXYEAR", 9999);
});
