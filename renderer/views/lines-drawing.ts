import uPlot from "uplot";
import { HandledPlot } from "./handled-plot.ts";
import { alignedColumns, decadesAround, fullestLine, type Line } from "./lines-content.ts";
import { classColour, onThemeChange, palette } from "./theme.ts";
import { power, powersBetween } from "./ticks.ts";
import type { Ends } from "./zoom.ts";

/** As many lines have colours of their own; those after them are dashed. */
const colours = 8;

/** How a line is drawn, by its place among them. */
export function strokeOf(index: number): { readonly colour: string; readonly isDashed: boolean } {
  return { colour: classColour(index % colours), isDashed: index >= colours };
}

export interface LinesParts {
  readonly host: HTMLElement;
  /** A value that is marked by a thin line across. */
  readonly guide: number | undefined;
  /** Told where the crosshair reads; null when it is gone. */
  readonly onRead: (place: number | null) => void;
}

/** Several lines on one logarithmic axis: owns the uPlot from construction to `destroy`. The lines stay as many. */
export class LinesDrawing extends HandledPlot {
  protected readonly plot: uPlot;
  private readonly parts: LinesParts;
  private readonly end: () => void;
  private lines: readonly Line[];

  constructor(parts: LinesParts, lines: readonly Line[]) {
    super();
    this.parts = parts;
    this.lines = lines;
    const { host } = parts;
    const size = () => ({ width: Math.max(80, host.clientWidth), height: Math.max(50, host.clientHeight) });
    this.plot = new uPlot({ ...this.options(), ...size() }, this.columns(), host);
    const observer = new ResizeObserver(() => this.plot.setSize(size()));
    observer.observe(host);
    const endTheme = onThemeChange(() => this.plot.redraw(false, true));
    this.end = () => {
      observer.disconnect();
      endTheme();
    };
  }

  update(lines: readonly Line[]): void {
    this.lines = lines;
    this.zoom.keepWithin();
    this.show();
  }

  /** Which lines are taken away, by name. */
  hide(hidden: ReadonlySet<string>): void {
    this.lines.forEach(({ name }, index) => {
      const show = !hidden.has(name);
      if (this.plot.series[index + 1]?.show !== show) this.plot.setSeries(index + 1, { show });
    });
  }

  destroy(): void {
    this.end();
    this.plot.destroy();
  }

  protected show(): void {
    this.plot.setData(this.columns());
    this.tell();
  }

  private columns(): uPlot.AlignedData {
    const { at, columns } = alignedColumns(this.lines, this.zoom.ends());
    return [[...at], ...columns.map((column) => [...column])];
  }

  protected points() {
    return fullestLine(this.lines) ?? { at: [], length: 0 };
  }

  protected wholeEnds(): Ends {
    const ends = this.lines.map(({ at, length }) => (length > 0 ? (at[length - 1] ?? 0) : 0));
    return [0, Math.max(1e-3, ...ends)];
  }

  private tell(): void {
    const left = this.plot.cursor.left ?? -1;
    this.parts.onRead(left >= 0 ? this.plot.posToVal(left, "x") : null);
  }

  private options(): Omit<uPlot.Options, "width" | "height"> {
    const axis: uPlot.Axis = {
      stroke: () => palette()["ink-3"],
      font: `11px ${palette()["font-num"]}`,
      ticks: { show: false },
    };
    return {
      padding: [7, this.roomBeyond, 0, 0],
      legend: { show: false },
      cursor: this.cursor(),
      scales: {
        x: this.horizontalScale(),
        y: { distr: 3, range: (self) => [...decadesAround(shownLines(self))] as [number, number] },
      },
      axes: [
        this.horizontalAxis(axis),
        {
          ...axis,
          size: 48,
          gap: 6,
          grid: { stroke: () => palette().line, width: 1 },
          splits: (_self, _axis, low, high) => powersBetween(low, high),
          values: (_, splits) => splits.map(power),
        },
      ],
      series: [
        {},
        ...this.lines.map(
          (_, index): uPlot.Series => ({
            stroke: () => strokeOf(index).colour,
            width: 1.5,
            spanGaps: true,
            ...(strokeOf(index).isDashed ? { dash: [5, 4] } : {}),
            points: { show: false },
          }),
        ),
      ],
      hooks: {
        setCursor: [() => this.tell()],
        setSelect: [() => this.zoomToSelection()],
        drawClear: [() => this.drawGuide()],
      },
    };
  }

  private drawGuide(): void {
    const { guide } = this.parts;
    if (guide === undefined) return;
    const { ctx, bbox } = this.plot;
    const y = this.plot.valToPos(guide, "y", true);
    if (!(y >= bbox.top && y <= bbox.top + bbox.height)) return;
    ctx.save();
    ctx.strokeStyle = palette()["ink-3"];
    ctx.setLineDash([2, 4]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.restore();
  }
}

/** The lines that are not taken away, as the plot has them. */
function shownLines({ data, series }: uPlot): readonly Line[] {
  return series.slice(1).flatMap(({ show }, index): Line[] => {
    const values = data[index + 1];
    if (show === false || !values) return [];
    const numbers = Array.from(values, (value) => value ?? Number.NaN);
    return [{ name: "", at: numbers, values: numbers, length: numbers.length }];
  });
}
