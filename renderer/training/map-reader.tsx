import { type KeyboardEvent, type PointerEvent, useEffect, useMemo } from "react";
import { summarise } from "../../engine/protocol/summary.ts";
import type { LayerLook } from "../../engine/protocol.ts";
import { imageSize, shapeText } from "../../engine/tensor.ts";
import { say } from "../../engine/words/say.ts";
import { Said } from "../design/said.tsx";
import { useMedia } from "../design/use-media.ts";
import { arrowSteps } from "../views/arrow-steps.ts";
import { formatValue } from "../views/format.ts";
import { magnification } from "../views/paint-maps.ts";
import { summaryText } from "../views/values.ts";
import { InputPicture } from "./input-picture.tsx";
import { cursorOf, type Place, putCursor, useInspect } from "./inspect-store.ts";
import { mapCsv } from "./inspect-tables.ts";
import { Plane, rangeFor, useMapColours } from "./map-grid.tsx";
import styles from "./map-reader.module.css";
import { type Box, rayBetween } from "./rays.ts";
import { SaveMenu } from "./save-menu.tsx";
import { useTraining } from "./store.ts";

/** Sides of the pictures in CSS pixels, nine and seven times the 28 of the usual images, and what lies between them. */
const beside = { room: 252, gap: 44 } as const;
const stacked = { room: 196, gap: 28 } as const;

/** Side of a cell and upper left corner of a map in its room, as it is painted: whole device pixels, centred. */
function placedIn(room: number, { height, width }: { readonly height: number; readonly width: number }) {
  const ratio = window.devicePixelRatio || 1;
  const pixels = Math.round(room * ratio);
  const { factor, step } = magnification(height, width, pixels);
  const margin = (length: number) => Math.floor((pixels - Math.ceil(length / step) * factor) / 2) / ratio;
  return { cell: factor / step / ratio, left: margin(width), top: margin(height) };
}

/**
 * The chosen map, large, with a cursor that reads its values: it follows the pointer, arrow keys move it, a click leaves
 * it there. Beside it what the place sees of the input, or above it in a narrow window.
 */
export function MapReader({ look, name }: { readonly look: LayerLook; readonly name: string }) {
  const scale = useInspect((state) => state.scale);
  const range = useMemo(() => rangeFor(look, scale), [look, scale]);
  const colours = useMapColours(look);
  const isBeside = useMedia("(min-width: 1360px)");
  const { room, gap } = isBeside ? beside : stacked;
  const size = imageSize(look.shape) ?? { channels: 1, height: 1, width: 1 };
  const { channels, height, width } = size;
  const inside = ({ row, column }: Place): Place => ({
    row: Math.max(0, Math.min(height - 1, row)),
    column: Math.max(0, Math.min(width - 1, column)),
  });
  const map = Math.min(
    useInspect((state) => state.map),
    channels - 1,
  );
  const cursorRow = useInspect((state) => cursorOf(state).row);
  const cursorColumn = useInspect((state) => cursorOf(state).column);
  const cursor = inside({ row: cursorRow, column: cursorColumn });
  useEffect(() => () => useInspect.setState({ pointed: null }), []);
  const offset = map * height * width;
  const value = look.values[offset + cursor.row * width + cursor.column] ?? Number.NaN;
  const frame = placedIn(room, size);
  const boxOf = ({ row, column }: Place): Box => ({
    top: frame.top + row * frame.cell,
    left: frame.left + column * frame.cell,
    width: frame.cell,
    height: frame.cell,
  });
  const seen = useSeenOfInput(look, room);
  const at = useInspect(({ cell }) => cell?.at ?? null);

  function onKeyDown(event: KeyboardEvent): void {
    const move = arrowSteps[event.key];
    if (!move) return;
    event.preventDefault();
    putCursor(inside({ row: cursor.row + move[0], column: cursor.column + move[1] }));
  }

  function placeUnder(event: PointerEvent<HTMLElement>): Place {
    const box = event.currentTarget.getBoundingClientRect();
    return inside({
      row: Math.floor((event.clientY - box.top - frame.top) / frame.cell),
      column: Math.floor((event.clientX - box.left - frame.left) / frame.cell),
    });
  }

  return (
    <section aria-label={say("Map {map} of {name}", { map: map + 1, name })}>
      <header className={styles.titled}>
        <h2>{say("Map {map} of {name}", { map: map + 1, name })}</h2>
        <SaveMenu
          title={say("Map {map} of {name}", { map: map + 1, name })}
          saved={{ png: "section", csv: () => mapCsv(look, map, height, width) }}
        />
      </header>
      <div
        className={styles.pair}
        data-shown={seen ? (isBeside ? "beside" : "stacked") : "alone"}
        style={{ "--room": `${room}px`, "--gap": `${gap}px` } as React.CSSProperties}
      >
        {seen ? (
          <>
            <div className={styles.input}>
              <InputPicture values={seen.values} shape={seen.shape} room={room} />
              {seen.box ? <span className={styles.area} style={seen.box} /> : null}
            </div>
            <p className={styles.seen}>
              {say("What it sees of the input, {shape}", { shape: shapeText(seen.shape) })}
            </p>
          </>
        ) : null}
        <button
          type="button"
          className={styles.reader}
          aria-label={say("Map {map} of {name}, {summary}. Arrow keys read its values.", {
            map: map + 1,
            name,
            summary: summaryText(summarise(look.values, offset, height * width)),
          })}
          onKeyDown={onKeyDown}
          onPointerDown={(event) => putCursor(placeUnder(event))}
          onPointerMove={(event) => {
            if (event.pointerType !== "touch") useInspect.setState({ pointed: placeUnder(event) });
          }}
          onPointerLeave={() => useInspect.setState({ pointed: null })}
        >
          <Plane
            plane={{ values: look.values, offset, height, width }}
            colours={colours}
            range={range}
            room={room}
          />
          <span className={styles.cursor} style={boxOf(cursor)} />
        </button>
        {/* Of the place that the worker has answered for: while it trains, the cursor may be ahead of it. */}
        {seen?.box && at?.length === 3 && at[0] === map ? (
          <Rays
            from={seen.box}
            to={boxOf({ row: at[1] ?? 0, column: at[2] ?? 0 })}
            by={room + gap}
            isBeside={isBeside}
          />
        ) : null}
        <div className={styles.told}>
          <output className={styles.value} aria-live="polite">
            <Said
              message="Row {row, number}, column {column, number}: <b>{value}</b>"
              values={{
                row: cursor.row + 1,
                column: cursor.column + 1,
                value: formatValue(value),
                b: (number) => <b>{number}</b>,
              }}
            />
          </output>
          <p className={styles.hint}>
            {say("The cursor follows the pointer. Arrow keys or a click put it somewhere.")}
          </p>
        </div>
      </div>
    </section>
  );
}

/** The input, and the part of it that the place sees; null for the layer of the input, whose map is the input. */
function useSeenOfInput(look: LayerLook, room: number) {
  const probe = useTraining((state) => state.pictures?.probe ?? null);
  const input = useTraining((state) => state.pictures?.nodes[0]?.node);
  const seen = useInspect(({ cell }) => cell?.seen.find(({ node }) => node === look.node) ?? null);
  const size = probe && imageSize(probe.shape);
  if (!probe || !size || look.node === input) return null;
  const all = { top: 0, bottom: size.height - 1, left: 0, right: size.width - 1 };
  const { top, bottom, left, right } = seen?.area ?? all;
  const frame = placedIn(room, size);
  const box: Box | null =
    seen && bottom >= top && right >= left
      ? {
          top: frame.top + top * frame.cell,
          left: frame.left + left * frame.cell,
          width: (right - left + 1) * frame.cell,
          height: (bottom - top + 1) * frame.cell,
        }
      : null;
  return { values: probe.values, shape: probe.shape, box };
}

/** From the corners of what is seen to those of the cell that sees it, across both pictures. */
function Rays(props: {
  readonly from: Box;
  readonly to: Box;
  readonly by: number;
  readonly isBeside: boolean;
}) {
  const { from, to, by, isBeside } = props;
  const [first, second] = rayBetween(from, to, by, isBeside);
  const words = (points: typeof first) => points.map(({ x, y }) => `${x},${y}`).join(" ");
  return (
    <svg className={styles.rays} aria-hidden data-testid="rays">
      <polygon points={words([...first, ...second.toReversed()])} />
      <polyline points={words(first)} />
      <polyline points={words(second)} />
    </svg>
  );
}
