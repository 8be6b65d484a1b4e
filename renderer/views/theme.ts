import type { Theme } from "./colour-maps.ts";

/** Colours of the design tokens, resolved, for drawing on a canvas. */
export type Palette = Readonly<Record<PaletteToken, string>>;

const tokens = [
  "card",
  "panel",
  "sunken",
  "active",
  "line",
  "line-2",
  "ink",
  "ink-2",
  "ink-3",
  "ink-4",
  "fwd",
  "fwd-2",
  "bwd",
  "bwd-2",
  "err",
  "err-wash",
  "cls-0",
  "cls-1",
  "c-dense",
  "c-norm",
  "c-merge",
  "c-act",
  "c-pool",
  "c-data",
  "font-num",
  "font-ui",
] as const;
type PaletteToken = (typeof tokens)[number];

let known: { readonly palette: Palette; readonly theme: Theme } | null = null;
const listeners = new Set<() => void>();
let watching = false;

/** The tokens as the page resolves them now. */
export function palette(): Palette {
  return resolve().palette;
}

/** Light or dark, told by the ground that the tokens give, however it was chosen. */
export function currentTheme(): Theme {
  return resolve().theme;
}

/** Colour of a class of points: blue and orange for the first two, then the tile colours in turn. */
export function classColour(label: number): string {
  const order = ["cls-0", "cls-1", "c-norm", "c-merge", "c-dense", "c-act", "c-pool", "c-data"] as const;
  return palette()[order[label % order.length] ?? "cls-0"];
}

/** Calls back after the theme has changed, so that canvases draw again; returns the function that stops it. */
export function onThemeChange(listener: () => void): () => void {
  watch();
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function resolve() {
  watch();
  if (known) return known;
  const style = getComputedStyle(document.documentElement);
  const read = (token: PaletteToken) => hexOf(style.getPropertyValue(`--${token}`).trim() || "#888888");
  const palette = Object.fromEntries(tokens.map((token) => [token, read(token)])) as Palette;
  known = { palette, theme: isDark(palette.card) ? "dark" : "light" };
  return known;
}

/** A system colour, or a mixture of them, as `#rrggbb`; whatever else a token holds as it is. */
function hexOf(value: string): string {
  if (value.startsWith("#") || !CSS.supports("color", value)) return value;
  const probe = document.createElement("span");
  probe.style.color = value;
  probe.style.setProperty("forced-color-adjust", "none");
  document.documentElement.append(probe);
  const computed = getComputedStyle(probe).color;
  probe.remove();
  // Plain colours come as `rgb(0, 0, 0)`, mixtures as `color(srgb 0 0 0)`.
  const scale = computed.startsWith("color(") ? 255 : 1;
  const parts = (computed.match(/[\d.]+/g) ?? []).slice(0, 3).map((part) => Math.round(Number(part) * scale));
  return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

/** Whether light ink belongs on it. Takes system colours such as `Canvas`, too. */
export function isDark(colour: string): boolean {
  const [red, green, blue] = components(hexOf(colour));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128;
}

/** Red, green and blue, 0 to 255, of a `#rrggbb` or `#rgb` colour; grey for anything else. */
export function components(colour: string): readonly [number, number, number] {
  const hex = colour.replace("#", "");
  const long = hex.length === 3 ? [...hex].map((digit) => digit + digit).join("") : hex;
  const part = (start: number) => {
    const value = Number.parseInt(long.slice(start, start + 2), 16);
    return Number.isNaN(value) ? 136 : value;
  };
  return [part(0), part(2), part(4)];
}

/** The colour that `share` of one colour over another gives, opaque. */
export function mixed(over: string, under: string, share: number): string {
  const [top, bottom] = [components(over), components(under)];
  const part = (index: 0 | 1 | 2) => Math.round(top[index] * share + bottom[index] * (1 - share));
  return `rgb(${part(0)}, ${part(1)}, ${part(2)})`;
}

/* One watcher for the whole window, kept for its lifetime. */
function watch(): void {
  if (watching) return;
  watching = true;
  const changed = () => {
    known = null;
    for (const listener of listeners) listener();
  };
  new MutationObserver(changed).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["data-theme", "class"],
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
  matchMedia("(prefers-contrast: more)").addEventListener("change", changed);
  matchMedia("(forced-colors: active)").addEventListener("change", changed);
}
