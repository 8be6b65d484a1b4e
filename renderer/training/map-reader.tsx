import { type KeyboardEvent, type PointerEvent, useMemo } from "react";
import type { LayerLook } from "../../engine/protocol.ts";
import { imageSize } from "../../engine/tensor.ts";
import { arrowSteps } from "../views/arrow-steps.ts";
import { formatNumber, formatValue } from "../views/format.ts";
import { magnification } from "../views/paint-maps.ts";
import { summarise, summaryText } from "../views/values.ts";
import styles from "./inspect.module.css";
import { useInspect } from "./inspect-store.ts";
import { Plane, rangeFor } from "./map-grid.tsx";
import { SaveMenu } from "./save-menu.tsx";

/** Side of the large map in CSS pixels: nine times the 28 of the usual images. */
const room = 252;

/** The chosen map, large, with a cursor that reads its values: arrow keys move it, so does a click. */
export function MapReader({ look, name }: { readonly look: LayerLook; readonly name: string }) {
  const scale = useInspect((state) => state.scale);
  const range = useMemo(() => rangeFor(look, scale), [look, scale]);
  const size = imageSize(look.shape) ?? { channels: 1, height: 1, width: 1 };
  const { channels, height, width } = size;
  const map = Math.min(
    useInspect((state) => state.map),
    channels - 1,
  );
  const row = Math.min(
    useInspect((state) => state.row),
    height - 1,
  );
  const column = Math.min(
    useInspect((state) => state.column),
    width - 1,
  );
  const offset = map * height * width;
  const value = look.values[offset + row * width + column] ?? Number.NaN;

  // As the map is painted: whole device pixels, centred.
  const ratio = window.devicePixelRatio || 1;
  const pixels = Math.round(room * ratio);
  const { factor, step } = magnification(height, width, pixels);
  const cell = factor / step / ratio;
  const left = Math.floor((pixels - Math.ceil(width / step) * factor) / 2) / ratio;
  const top = Math.floor((pixels - Math.ceil(height / step) * factor) / 2) / ratio;

  function onKeyDown(event: KeyboardEvent): void {
    const move = arrowSteps[event.key];
    if (!move) return;
    event.preventDefault();
    go(row + move[0], column + move[1]);
  }

  function onPointerDown(event: PointerEvent<HTMLElement>): void {
    const box = event.currentTarget.getBoundingClientRect();
    go(
      Math.floor((event.clientY - box.top - top) / cell),
      Math.floor((event.clientX - box.left - left) / cell),
    );
  }

  function go(toRow: number, toColumn: number): void {
    useInspect.setState({
      row: Math.max(0, Math.min(height - 1, toRow)),
      column: Math.max(0, Math.min(width - 1, toColumn)),
    });
  }

  return (
    <section aria-label={`Map ${map + 1} of ${name}`}>
      <header className={styles.titled}>
        <h2>
          Map {formatNumber(map + 1)} of {name}
        </h2>
        <SaveMenu title={`Map ${map + 1} of ${name}`} saved={{ png: "section" }} />
      </header>
      <button
        type="button"
        className={styles.reader}
        aria-label={`Map ${map + 1} of ${name}, ${summaryText(summarise(look.values, offset, height * width))}. Arrow keys read its values.`}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
      >
        <Plane
          plane={{ values: look.values, offset, height, width }}
          colours="deep"
          range={range}
          room={room}
        />
        <span
          className={styles.cursor}
          style={{ left: left + column * cell, top: top + row * cell, width: cell, height: cell }}
        />
      </button>
      <output className={styles.value} aria-live="polite">
        Row {formatNumber(row + 1)}, column {formatNumber(column + 1)}: <b>{formatValue(value)}</b>
      </output>
      <p className={styles.hint}>Arrow keys or a click move the cursor.</p>
    </section>
  );
}
