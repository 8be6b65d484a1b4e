import uPlot from "uplot";
import { say } from "../../engine/words/say.ts";
import "uplot/dist/uPlot.min.css";
import {
  areCrowded,
  type ChartContent,
  columns,
  drawnMarksOf,
  latestValues,
  onScale,
  valuesNear,
  verticalScale,
} from "./chart-content.ts";
import { formatNumber } from "./format.ts";
import { HandledPlot } from "./handled-plot.ts";
import { spread } from "./spread.ts";
import { mixed, type Palette, palette } from "./theme.ts";
import { type Scale, thinned } from "./ticks.ts";
import type { Ends } from "./zoom.ts";

/** How a chart is dressed: which ink, and whether it names its lines at the right. */
export interface ChartDress {
  readonly ink: "ink" | "bwd-2";
  readonly labels: boolean;
}

/** In CSS pixels, the room for labels included. */
export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

export interface ChartParts {
  readonly host: HTMLElement;
  readonly labels: HTMLElement;
  readonly readout: HTMLElement;
}

/** Room at the right for the direct labels, in pixels. */
const labelRoom = 94;

/** One chart on the screen: owns the uPlot and what lies over it, from construction to `destroy`. */
export class ChartDrawing extends HandledPlot {
  protected readonly plot: uPlot;
  private readonly parts: ChartParts;
  private readonly dress: ChartDress;
  private content: ChartContent;
  private vertical: Scale;
  private colours: Palette = palette();

  constructor(parts: ChartParts, dress: ChartDress, content: ChartContent, size: ChartSize) {
    super();
    this.parts = parts;
    this.dress = dress;
    this.content = content;
    this.vertical = verticalScale(content);
    this.plot = new uPlot(this.options(this.inner(size)), columns(content, this.zoom.ends()), parts.host);
    this.placeLabels();
  }

  /** Shows other content; a zoom stays, unless it shows what the new content does not have. */
  update(content: ChartContent): void {
    this.content = content;
    this.zoom.keepWithin();
    this.show();
  }

  resize(size: ChartSize): void {
    this.plot.setSize(this.inner(size));
    this.placeLabels();
  }

  /** Draws again in the colours of another theme. */
  recolour(): void {
    this.colours = palette();
    this.plot.redraw(false, true);
  }

  destroy(): void {
    this.plot.destroy();
    this.parts.labels.replaceChildren();
  }

  protected show(): void {
    this.vertical = verticalScale(this.content, this.zoom.isPart() ? this.zoom.ends() : null);
    // Drawn at once: words on a drawing have the page laid out, which the labels would have changed by then.
    this.plot.batch(() => this.plot.setData(columns(this.content, this.zoom.ends())));
    this.placeLabels();
    this.showReadout();
  }

  private inner({ width, height }: ChartSize): ChartSize {
    return { width: Math.max(80, width - (this.dress.labels ? labelRoom : 8)), height: Math.max(50, height) };
  }

  private options({ width, height }: ChartSize): uPlot.Options {
    const line = (part: Partial<uPlot.Series>): uPlot.Series => ({
      stroke: () => this.colours[this.dress.ink],
      points: {
        show: () => this.content.trace.length < 3,
        size: 4,
        fill: () => this.colours[this.dress.ink],
      },
      ...part,
    });
    const axis: uPlot.Axis = {
      stroke: () => this.colours["ink-3"],
      font: `11px ${this.colours["font-num"]}`,
      ticks: { show: false },
    };
    return {
      width,
      height,
      padding: [7, this.roomBeyond, 0, 0],
      legend: { show: false },
      cursor: this.cursor(),
      scales: {
        x: this.horizontalScale(),
        y: { range: () => this.verticalEnds() },
      },
      axes: [
        this.horizontalAxis(axis),
        {
          ...axis,
          size: (_, labels) => 13 + 7 * Math.max(4, ...(labels ?? []).map((label) => label.length)),
          gap: 6,
          grid: { stroke: () => this.colours.line, width: 1 },
          splits: () => this.verticalTicks().map((value) => onScale(value, this.content.scale) ?? 0),
          values: () => this.verticalTicks().map((value) => this.content.formatTick(value)),
        },
      ],
      series: [
        {},
        line({ width: 1, stroke: () => this.rawInk() }),
        line({ width: 1.75, show: this.dress.ink === "ink" }),
      ],
      hooks: {
        drawClear: [() => this.shadeRemaining()],
        draw: [() => this.drawMarks()],
        setCursor: [() => this.showReadout()],
        setSelect: [() => this.zoomToSelection()],
      },
    };
  }

  /**
   * The raw trace at 22 %. Opaque: thin strokes with alpha add up where they cross, and a dense trace crosses
   * itself everywhere.
   */
  private rawInk(): string {
    const { ink, panel } = this.colours;
    return this.dress.ink === "ink" ? mixed(ink, panel, 0.22) : this.colours[this.dress.ink];
  }

  protected points() {
    return this.content.trace;
  }

  protected wholeEnds(): Ends {
    const { trace, end } = this.content;
    return [0, Math.max(end, trace.length > 0 ? (trace.at[trace.length - 1] ?? 0) : 0, 1e-3)];
  }

  /** As many ticks as have room for their labels: all, or every second, third, … */
  private verticalTicks(): readonly number[] {
    return thinned(this.vertical.ticks, this.plot.bbox.height / uPlot.pxRatio / 15);
  }

  private verticalEnds(): [number, number] {
    const { scale } = this.content;
    return [onScale(this.vertical.low, scale) ?? 0, onScale(this.vertical.high, scale) ?? 1];
  }

  private shadeRemaining(): void {
    const { now } = this.content;
    if (now === null) return;
    const { ctx, bbox } = this.plot;
    const from = Math.max(bbox.left, Math.min(bbox.left + bbox.width, this.plot.valToPos(now, "x", true)));
    ctx.save();
    ctx.fillStyle = this.colours.sunken;
    ctx.fillRect(from, bbox.top, bbox.left + bbox.width - from, bbox.height);
    ctx.fillStyle = this.colours["line-2"];
    ctx.fillRect(Math.round(from), bbox.top, Math.max(1, uPlot.pxRatio), bbox.height);
    ctx.restore();
  }

  private drawMarks(): void {
    const { ctx, bbox } = this.plot;
    const ratio = uPlot.pxRatio;
    const places = drawnMarksOf(this.content, this.zoom.ends()).map(({ at, value }) =>
      value === null
        ? null
        : ([this.plot.valToPos(at, "x", true), this.plot.valToPos(value, "y", true)] as const),
    );
    if (places.length === 0) return;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left - 4 * ratio, bbox.top - 4 * ratio, bbox.width + 8 * ratio, bbox.height + 8 * ratio);
    ctx.clip();
    ctx.strokeStyle = this.colours.fwd;
    ctx.lineJoin = "round";
    ctx.lineWidth = 1.75 * ratio;
    ctx.beginPath();
    places.forEach((place, index) => {
      if (!place) return;
      if (places[index - 1]) ctx.lineTo(place[0], place[1]);
      else ctx.moveTo(place[0], place[1]);
    });
    ctx.stroke();
    ctx.fillStyle = this.colours.panel;
    ctx.lineWidth = 1.5 * ratio;
    if (areCrowded(places, 7 * ratio)) places.length = 0;
    for (const place of places) {
      if (!place) continue;
      ctx.beginPath();
      ctx.arc(place[0], place[1], 2.6 * ratio, 0, 2 * Math.PI);
      ctx.fill();
      ctx.stroke();
    }
    ctx.restore();
  }

  private placeLabels(): void {
    if (!this.dress.labels) return;
    const latest = latestValues(this.content);
    const { labels } = this.parts;
    while (labels.children.length > latest.length) labels.lastElementChild?.remove();
    while (labels.children.length < latest.length) {
      const label = document.createElement("div");
      label.append(document.createElement("b"), document.createElement("span"));
      labels.append(label);
    }
    const ratio = uPlot.pxRatio;
    const top = this.plot.bbox.top / ratio;
    const height = this.plot.bbox.height / ratio;
    const wishes = latest.map(({ value }) => {
      const place = onScale(value, this.content.scale);
      return place === null ? 0 : top + this.plot.valToPos(place, "y") - 8;
    });
    const places = spread(wishes, 31, top - 7, top + height - 24);
    let above = 0;
    latest.forEach(({ name, value }, index) => {
      const label = labels.children[index];
      if (!(label instanceof HTMLElement)) return;
      const line = name === this.content.trace.name ? "trace" : "marks";
      if (label.dataset.line !== line) label.dataset.line = line;
      // By what lies above it in the flow: a position or transform of its own has all layers of the page sorted anew.
      const place = Math.round(places[index] ?? 0);
      const margin = `${place - above}px`;
      above = place;
      if (label.style.marginTop !== margin) label.style.marginTop = margin;
      const [title, number] = label.children;
      if (title) write(title, name);
      if (number) write(number, this.content.format(value));
    });
  }

  private showReadout(): void {
    const { readout } = this.parts;
    const left = this.plot.cursor.left ?? -1;
    const near = left >= 0 ? valuesNear(this.content, this.plot.posToVal(left, "x")) : null;
    if (!near || near.at === null) {
      readout.textContent = "";
      return;
    }
    const { trace, marks, format } = this.content;
    const said = [
      say("Epoch {epoch}", { epoch: formatNumber(near.at, 2) }),
      `${trace.name.toLowerCase()} ${format(near.raw ?? Number.NaN)}`,
    ];
    if (this.dress.labels && near.smooth !== null)
      said.push(say("smoothed {value}", { value: format(near.smooth) }));
    if (marks && near.mark !== null)
      said.push(`${marks.name.toLowerCase()} ${format(near.mark)} (epoch ${near.markAt})`);
    readout.textContent = said.join(", ");
  }
}

/** Only what is new: even the same text again would have the page laid out. */
function write(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
