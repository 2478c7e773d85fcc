/** State that TypeScript code keeps between calls (written files, generators ...) starts afresh with every path. */
const resets: (() => void)[] = [];
export function onPathStart(reset: () => void): void {
	resets.push(reset);
}
export function startPath(): void {
	for (const reset of resets) reset();
}
