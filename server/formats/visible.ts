/** Text from files on its way to a terminal: what would steer the terminal becomes a sign that can be seen. */

/** C0 and C1 controls, DEL, and the marks that turn the direction of writing; tabs and line breaks stay. */
const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Each character is replaced by one of the same width, so that columns still count. */
export function visible(text: string): string {
	return text.replace(STEERING, (character) => {
		const code = character.charCodeAt(0);
		// Unicode has pictures of the C0 controls and of DEL.
		return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? "\u2421" : "\ufffd";
	});
}

/** For what must stay on one line, such as a file's name. */
export function visibleLine(text: string): string {
	return visible(text).replaceAll("\n", "\u240a").replaceAll("\t", "\u2409");
}
