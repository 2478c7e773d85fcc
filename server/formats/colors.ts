/** Colours by meaning, so that every text format paints alike. */
import colors from "picocolors";

export interface Palette {
	bold(text: string): string;
	dim(text: string): string;
	added(text: string): string;
	removed(text: string): string;
	severity(severity: string, text: string): string;
}

export function palette(enabled: boolean): Palette {
	const paint = colors.createColors(enabled);
	const bySeverity: Record<string, (text: string) => string> = {
		error: paint.red,
		warning: paint.yellow,
		information: paint.cyan,
		hint: paint.blue,
	};
	return {
		bold: paint.bold,
		dim: paint.dim,
		added: paint.green,
		removed: paint.red,
		severity: (severity, text) => paint.bold((bySeverity[severity] ?? paint.white)(text)),
	};
}
