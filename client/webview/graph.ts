/** Runs inside the graph view's page: shows the picture the server drew; pans, zooms, moves along edges by key, and tells what was chosen. */

declare function acquireVsCodeApi(): {
	postMessage(message: unknown): void;
	getState(): { scale?: number } | undefined;
	setState(state: { scale: number }): void;
};

type Incoming = { kind: "graph"; title: string; note: string; svg: string } | { kind: "none" } | { kind: "point"; keys: string[] };

const host = acquireVsCodeApi();
const element = (id: string) => document.getElementById(id)!;
const picture = element("picture");
const LEAST = 0.1;
const MOST = 4;

let size = { width: 1, height: 1 };
let scale = 1;
let boxes: SVGGElement[] = [];
let current: SVGGElement | null = null;

window.addEventListener("message", ({ data }: MessageEvent<Incoming>) => {
	switch (data.kind) {
		case "graph":
			return show(data);
		case "none":
			element("note").textContent = "";
			boxes = [];
			picture.innerHTML = "";
			picture.append(Object.assign(document.createElement("p"), { textContent: document.body.dataset["none"] ?? "" }));
			return;
		case "point":
			for (const box of boxes) box.classList.toggle("here", data.keys.includes(keyOf(box)));
			return;
	}
});

function show({ title, note, svg }: { title: string; note: string; svg: string }): void {
	const before = current ? keyOf(current) : null;
	const isNew = element("title").textContent !== title;
	element("title").textContent = title;
	element("note").textContent = note;
	picture.innerHTML = svg;
	const root = picture.querySelector("svg")!;
	size = { width: Number(root.getAttribute("width")), height: Number(root.getAttribute("height")) };
	boxes = [...picture.querySelectorAll<SVGGElement>(".box")];
	for (const box of boxes) {
		box.setAttribute("role", "button");
		box.setAttribute("tabindex", "-1");
	}
	current = boxes.find((box) => keyOf(box) === before) ?? null;
	(current ?? boxes[0])?.setAttribute("tabindex", "0");
	if (isNew) fit();
	else zoom(scale);
}

const keyOf = (box: Element): string => box.getAttribute("data-key") ?? "";
const boxAt = (target: EventTarget | null): SVGGElement | null => (target instanceof Element ? target.closest<SVGGElement>(".box") : null);

/** Readable first: a large picture is scrolled rather than shrunk to nothing. */
function fit(): void {
	const room = { width: picture.clientWidth - 8, height: picture.clientHeight - 8 };
	zoom(Math.min(1.5, Math.max(0.45, Math.min(room.width / size.width, room.height / size.height))));
	picture.scrollTo({ left: (picture.scrollWidth - picture.clientWidth) / 2, top: 0 });
}

/** Keeps the given point (of the panel) where it is. */
function zoom(to: number, x = picture.clientWidth / 2, y = picture.clientHeight / 2): void {
	const next = Math.min(MOST, Math.max(LEAST, to));
	const left = ((picture.scrollLeft + x) / scale) * next - x;
	const top = ((picture.scrollTop + y) / scale) * next - y;
	scale = next;
	const root = picture.querySelector("svg");
	root?.setAttribute("width", String(size.width * scale));
	root?.setAttribute("height", String(size.height * scale));
	picture.scrollTo({ left, top });
	host.setState({ scale });
}

function choose(box: SVGGElement | null | undefined): void {
	if (!box) return;
	current?.setAttribute("tabindex", "-1");
	current = box;
	box.setAttribute("tabindex", "0");
	box.focus({ preventScroll: true });
	box.scrollIntoView({ block: "nearest", inline: "nearest" });
	for (const edge of picture.querySelectorAll(".edge"))
		edge.classList.toggle("near", edge.getAttribute("data-from") === keyOf(box) || edge.getAttribute("data-to") === keyOf(box));
}

/** Along the first edge down or up; sideways to the nearest box of about the same height. */
function neighbour(box: SVGGElement, key: string): SVGGElement | undefined {
	const [own, other] = key === "ArrowDown" ? ["data-from", "data-to"] : ["data-to", "data-from"];
	const at = box.getBoundingClientRect();
	if (key === "ArrowDown" || key === "ArrowUp") {
		const edge = [...picture.querySelectorAll(".edge")].find((one) => one.getAttribute(own) === keyOf(box));
		return boxes.find((one) => keyOf(one) === edge?.getAttribute(other));
	}
	const side = key === "ArrowRight" ? 1 : -1;
	const distance = (one: SVGGElement) => {
		const place = one.getBoundingClientRect();
		return (place.left - at.left) * side + Math.abs(place.top - at.top) * 4;
	};
	return boxes.filter((one) => (one.getBoundingClientRect().left - at.left) * side > 1).sort((a, b) => distance(a) - distance(b))[0];
}

picture.addEventListener("keydown", (event) => {
	const box = current ?? boxes[0];
	if (event.ctrlKey || event.metaKey || event.altKey) return;
	if (event.key.startsWith("Arrow") && box) choose(current ? neighbour(box, event.key) : box);
	else if (event.key === "Enter" && box) host.postMessage({ kind: "jump", key: keyOf(box) });
	else if (event.key === " " && box) host.postMessage({ kind: "toggle", key: keyOf(box) });
	else if (event.key === "+" || event.key === "=") zoom(scale * 1.25);
	else if (event.key === "-") zoom(scale / 1.25);
	else if (event.key === "0") fit();
	else return;
	event.preventDefault();
});

picture.addEventListener(
	"wheel",
	(event) => {
		if (!event.ctrlKey && !event.metaKey) return;
		event.preventDefault();
		const { left, top } = picture.getBoundingClientRect();
		zoom(scale * 1.0015 ** -event.deltaY, event.clientX - left, event.clientY - top);
	},
	{ passive: false },
);

/** A click on a box goes to its source; anything else that moves is a drag. */
let drag: { x: number; y: number; left: number; top: number; moved: boolean } | null = null;
picture.addEventListener("pointerdown", (event) => {
	if (event.button !== 0) return;
	drag = { x: event.clientX, y: event.clientY, left: picture.scrollLeft, top: picture.scrollTop, moved: false };
});
window.addEventListener("pointermove", (event) => {
	if (!drag) return;
	if (Math.abs(event.clientX - drag.x) + Math.abs(event.clientY - drag.y) > 4) drag.moved = true;
	if (!drag.moved) return;
	picture.classList.add("dragging");
	picture.scrollTo({ left: drag.left - (event.clientX - drag.x), top: drag.top - (event.clientY - drag.y) });
});
window.addEventListener("pointerup", (event) => {
	const moved = drag?.moved ?? true;
	drag = null;
	picture.classList.remove("dragging");
	const box = boxAt(event.target);
	if (moved || !box) return;
	choose(box);
	host.postMessage({ kind: "jump", key: keyOf(box) });
});
picture.addEventListener("dblclick", (event) => {
	const box = boxAt(event.target);
	if (box) host.postMessage({ kind: "toggle", key: keyOf(box) });
});

element("in").addEventListener("click", () => zoom(scale * 1.25));
element("out").addEventListener("click", () => zoom(scale / 1.25));
element("fit").addEventListener("click", fit);
element("more").addEventListener("click", () => host.postMessage({ kind: "detail", times: 2 }));
element("less").addEventListener("click", () => host.postMessage({ kind: "detail", times: 0.5 }));
element("save").addEventListener("click", () => host.postMessage({ kind: "save" }));
element("follow").addEventListener("click", () => {
	const on = element("follow").getAttribute("aria-pressed") !== "true";
	element("follow").setAttribute("aria-pressed", String(on));
	host.postMessage({ kind: "follow", on });
});
host.postMessage({ kind: "ready" });
