/** What the server says to people in their own language, apart from findings: lenses and titles of code actions. */

export interface Texts {
	showGraph: string;
	receive(reached: number, total: number): string;
	frozen(n: number): string;
	missing(names: string): string;
	ignore(code: string): string;
	ignoreBecause(code: string): string;
	explain(code: string): string;
	fixAll: string;
}

const ENGLISH: Texts = {
	showGraph: "show autograd graph",
	receive: (reached, total) => `${reached} of ${total} parameter${total === 1 ? "" : "s"} receive${total === 1 ? "s" : ""} gradient`,
	frozen: (n) => `(${n} frozen)`,
	missing: (names) => `No gradient for: ${names}`,
	ignore: (code) => `Ignore ${code} on this line`,
	ignoreBecause: (code) => `Ignore ${code} on this line, with a reason…`,
	explain: (code) => `Explain ${code}`,
	fixAll: "Fix all safe Gradsight findings",
};

const CHINESE: Texts = {
	showGraph: "显示自动求导图",
	receive: (reached, total) => `${total} 个参数中有 ${reached} 个得到梯度`,
	frozen: (n) => `(${n} 个已冻结)`,
	missing: (names) => `没有梯度:${names}`,
	ignore: (code) => `在此行忽略 ${code}`,
	ignoreBecause: (code) => `在此行忽略 ${code},并注明理由…`,
	explain: (code) => `解释 ${code}`,
	fixAll: "应用 Gradsight 的所有安全修复",
};

/** `locale` as clients send it: `zh-cn`, `de`. */
export function textsFor(locale: string | undefined): Texts {
	return locale?.toLowerCase().startsWith("zh") ? CHINESE : ENGLISH;
}
