import uPlot from "uplot";
import { nearest } from "./chart-content.ts";
import { epochText, epochTicks, labelWidth } from "./epoch-ticks.ts";
import { type Ends, Zoom } from "./zoom.ts";

/** The pointer was moved at least so far, in pixels, or it was a mere click. */
const leastDrag = 6;

/** A plot whose crosshair and horizontal axis are moved by keys, wheel and dragging (see `chart-handling.ts`). */
export abstract class HandledPlot {
  protected abstract readonly plot: uPlot;
  protected readonly zoom = new Zoom(
    () => this.wholeEnds(),
    () => this.show(),
  );

  protected abstract wholeEnds(): Ends;
  /** Draws what there is in what is in sight now. */
  protected abstract show(): void;
  /** Where the points are that the crosshair goes along, rising; the first `length` count. */
  protected abstract points(): { readonly at: ArrayLike<number>; readonly length: number };

  /** Moves the crosshair by so many points, or to an end. */
  moveCrosshair(by: number): void {
    const { at, length } = this.points();
    if (length === 0) return;
    const left = this.plot.cursor.left ?? -1;
    const from = left >= 0 ? nearest(at, length, this.plot.posToVal(left, "x")) : null;
    const target = Math.max(0, Math.min(length - 1, (from ?? (by > 0 ? -1 : length)) + by));
    this.plot.setCursor({
      left: this.plot.valToPos(at[target] ?? 0, "x"),
      top: this.plot.over.clientHeight / 2,
    });
  }

  hideCrosshair(): void {
    this.plot.setCursor({ left: -10, top: -10 });
  }

  zoomBy(factor: number, around?: number): void {
    this.zoom.by(factor, around);
  }

  pan(share: number): void {
    this.zoom.pan(share);
  }

  resetZoom(): void {
    this.zoom.reset();
  }

  /** Where a place of the window lies on the horizontal axis, from 0 (left) to 1 (right). */
  shareAt(clientX: number): number {
    const { left, width } = this.plot.over.getBoundingClientRect();
    return Math.max(0, Math.min(1, (clientX - left) / Math.max(1, width)));
  }

  protected cursor(): uPlot.Cursor {
    return {
      y: false,
      points: { show: false },
      drag: { x: true, y: false, setScale: false },
      bind: {
        dblclick: () => () => {
          this.resetZoom();
          return null;
        },
      },
    };
  }

  protected horizontalScale(): uPlot.Scale {
    return { time: false, range: () => [...this.zoom.ends()] as [number, number] };
  }

  protected horizontalAxis(look: uPlot.Axis): uPlot.Axis {
    return {
      ...look,
      size: 20,
      gap: 5,
      grid: { show: false },
      splits: () => [...this.horizontalTicks()],
      values: (_, splits) => splits.map(epochText),
    };
  }

  /** Room to the right of the axis: half of its last label lies there. */
  protected readonly roomBeyond = (): number => {
    const [, high] = this.zoom.ends();
    return Math.max(11, Math.ceil(labelWidth(Math.floor(high)) / 2));
  };

  /** Zooms to what the pointer was dragged over, which is then no longer marked. */
  protected zoomToSelection(): void {
    const { left, width } = this.plot.select;
    if (width < leastDrag) return;
    const [low, high] = [this.plot.posToVal(left, "x"), this.plot.posToVal(left + width, "x")];
    this.plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.zoom.to(low, high);
  }

  private horizontalTicks(): readonly number[] {
    return epochTicks(this.zoom.ends(), this.zoom.isPart(), this.plot.bbox.width / uPlot.pxRatio);
  }
}
