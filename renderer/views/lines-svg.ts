import { say } from "../../engine/words/say.ts";
import { formatNumber } from "./format.ts";
import { alignedColumns, decadesAround, type Line, latestOfLine } from "./lines-content.ts";
import { spread } from "./spread.ts";
import { escaped, pathThrough, short } from "./svg-parts.ts";
import { countTicks, linearScale, power, powersBetween } from "./ticks.ts";

/** Colours of drawn lines, as CSS has them; a line's own colour and dashes by its place. */
export interface LinesColours {
  readonly ground: string;
  readonly grid: string;
  readonly text: string;
  readonly stroke: (index: number) => { readonly colour: string; readonly isDashed: boolean };
}

const width = 640;
const left = 64;
const top = 48;
/** From one name to the next beside the lines. */
const row = 16;

/**
 * Several lines on one logarithmic axis as an SVG picture, 640 wide and as high as their names need, with their latest
 * values. Values that have no logarithm are left out; where a line has none of the places, it goes on across.
 */
export function linesSvg(
  title: string,
  lines: readonly Line[],
  colours: LinesColours,
  format: (value: number) => string,
): string {
  const longest = Math.max(0, ...lines.map(({ name }) => name.length));
  const right = width - Math.min(300, 90 + 7 * longest);
  const bottom = Math.max(320, top + row * lines.length);
  const height = bottom + 40;
  const { at, columns } = alignedColumns(lines);
  const last = Math.max(at.at(-1) ?? 0, 1e-3);
  const [low, high] = decadesAround(lines);
  const x = (place: number) => left + (place / last) * (right - left);
  const y = (value: number) =>
    bottom - ((Math.log10(value) - Math.log10(low)) / (Math.log10(high) - Math.log10(low))) * (bottom - top);
  const epochs = last < 1 ? linearScale(0, last).ticks.filter((tick) => tick <= last) : countTicks(last, 6);
  const latest = lines.map(latestOfLine);
  const names = spread(
    latest.map((value) => (value > 0 && Number.isFinite(value) ? y(value) : bottom)),
    row,
    top,
    bottom,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Atkinson Hyperlegible Next, sans-serif" font-size="12" fill="${colours.text}">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="${colours.ground}"/>`,
    `<text x="16" y="28" font-size="15" font-weight="600">${escaped(title)}</text>`,
    ...powersBetween(low, high).map(
      (tick) =>
        `<path d="M${left} ${short(y(tick))}H${right}" stroke="${colours.grid}"/><text x="${left - 8}" y="${short(y(tick) + 4)}" text-anchor="end">${escaped(power(tick))}</text>`,
    ),
    ...epochs.map(
      (tick) =>
        `<text x="${short(x(tick))}" y="${bottom + 20}" text-anchor="middle">${escaped(formatNumber(tick, Number.isInteger(tick) ? 0 : 2))}</text>`,
    ),
    `<text x="${right + 12}" y="${bottom + 20}">${escaped(say("epoch"))}</text>`,
    ...columns.map((column, index) => {
      const { colour, isDashed } = colours.stroke(index);
      const there = at.flatMap((place, each) =>
        column[each] == null ? [] : [[place, column[each]] as const],
      );
      const d = pathThrough(
        there.map(([place]) => place),
        there.map(([, value]) => value),
        x,
        y,
      );
      return `<path d="${d}" fill="none" stroke="${colour}" stroke-width="1.5" stroke-linejoin="round"${isDashed ? ' stroke-dasharray="5 4"' : ""}/>`;
    }),
    ...lines.map(({ name }, index) => {
      const place = short((names[index] ?? bottom) + 4);
      return `<text x="${right + 12}" y="${place}" fill="${colours.stroke(index).colour}" font-weight="600">${escaped(name)}</text><text x="${width - 12}" y="${place}" text-anchor="end">${escaped(format(latest[index] ?? Number.NaN))}</text>`;
    }),
    "</svg>",
  ].join("\n");
}
