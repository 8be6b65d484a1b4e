import { say } from "../../engine/words/say.ts";
import {
  type ChartContent,
  columns,
  drawnMarksOf,
  latestValues,
  onScale,
  verticalScale,
} from "./chart-content.ts";
import { formatNumber } from "./format.ts";
import { spread } from "./spread.ts";
import { escaped, pathThrough, short } from "./svg-parts.ts";
import { countTicks, linearScale } from "./ticks.ts";

/** Colours of a drawn chart, as CSS has them. */
export interface ChartColours {
  readonly ground: string;
  readonly grid: string;
  readonly text: string;
  readonly ink: string;
  readonly raw: string;
  readonly marks: string;
}

const width = 640;
const height = 360;
/** Where the axes lie. */
const plot = { left: 64, right: width - 110, top: 48, bottom: height - 40 };

/** A whole chart as an SVG picture of 640×360, for papers and slides: title, axes, lines and their latest values. */
export function chartSvg(title: string, content: ChartContent, colours: ChartColours): string {
  const { trace, end, scale } = content;
  const last = Math.max(end, trace.length > 0 ? (trace.at[trace.length - 1] ?? 0) : 0, 1e-3);
  const vertical = verticalScale(content);
  const [low, high] = [onScale(vertical.low, scale) ?? 0, onScale(vertical.high, scale) ?? 1];
  const x = (at: number) => plot.left + (at / last) * (plot.right - plot.left);
  const y = (value: number) => plot.bottom - ((value - low) / (high - low || 1)) * (plot.bottom - plot.top);
  const ticks = vertical.ticks.map((tick) => ({
    at: y(onScale(tick, scale) ?? low),
    text: content.formatTick(tick),
  }));
  const epochs = last < 1 ? linearScale(0, last).ticks.filter((tick) => tick <= last) : countTicks(last, 8);
  const [places, raw, smooth] = columns(content, undefined, 2000);
  const isSmoothed = trace.raw !== trace.smooth;
  const marks = drawnMarksOf(content, [0, last]);
  const latest = latestValues(content);
  const labels = spread(
    latest.map(({ value }) => y(onScale(value, scale) ?? low)),
    34,
    plot.top,
    plot.bottom - 16,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Atkinson Hyperlegible Next, sans-serif" font-size="13" fill="${colours.text}">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="${colours.ground}"/>`,
    `<text x="16" y="28" font-size="15" font-weight="600">${escaped(title)}</text>`,
    `<clipPath id="plot"><rect x="${plot.left}" y="${plot.top - 4}" width="${plot.right - plot.left + 4}" height="${plot.bottom - plot.top + 8}"/></clipPath>`,
    ...ticks.map(
      ({ at, text }) =>
        `<path d="M${plot.left} ${short(at)}H${plot.right}" stroke="${colours.grid}"/><text x="${plot.left - 8}" y="${short(at + 4)}" text-anchor="end">${escaped(text)}</text>`,
    ),
    ...epochs.map(
      (tick) =>
        `<text x="${short(x(tick))}" y="${plot.bottom + 20}" text-anchor="middle">${escaped(formatNumber(tick, Number.isInteger(tick) ? 0 : 2))}</text>`,
    ),
    `<text x="${plot.right + 12}" y="${plot.bottom + 20}">${escaped(say("epoch"))}</text>`,
    `<g clip-path="url(#plot)" fill="none" stroke-linejoin="round">`,
    `<path d="${pathThrough(places, raw, x, y)}" stroke="${isSmoothed ? colours.raw : colours.ink}" stroke-width="${isSmoothed ? 1 : 1.75}"/>`,
    isSmoothed
      ? `<path d="${pathThrough(places, smooth, x, y)}" stroke="${colours.ink}" stroke-width="1.75"/>`
      : "",
    `<path d="${pathThrough(
      marks.map(({ at }) => at),
      marks.map(({ value }) => value),
      x,
      y,
    )}" stroke="${colours.marks}" stroke-width="1.75"/>`,
    "</g>",
    ...latest.map(({ name, value }, index) => {
      const colour = name === trace.name ? colours.ink : colours.marks;
      return `<text x="${plot.right + 12}" y="${short((labels[index] ?? 0) + 4)}" font-weight="600" fill="${colour}">${escaped(name)}</text><text x="${plot.right + 12}" y="${short((labels[index] ?? 0) + 20)}">${escaped(content.format(value))}</text>`;
    }),
    "</svg>",
  ].join("\n");
}
