import { useMemo } from "react";
import type { ValueRange } from "../../engine/protocol/steps.ts";
import { summarise } from "../../engine/protocol/summary.ts";
import type { LayerLook } from "../../engine/protocol.ts";
import { imageSize } from "../../engine/tensor.ts";
import { say } from "../../engine/words/say.ts";
import { useCanvasDrawing } from "../views/canvas-drawing.ts";
import { type ColourMap, type ColourMapName, colourMap } from "../views/colour-maps.ts";
import { formatValue } from "../views/format.ts";
import { mapsSheet } from "../views/maps-sheet.ts";
import { type MapPlane, paintMaps } from "../views/paint-maps.ts";
import { pngOfCanvas } from "../views/picture-of.ts";
import { currentTheme } from "../views/theme.ts";
import { summaryText } from "../views/values.ts";
import { WindowedGrid } from "../views/windowed-grid.tsx";
import styles from "./inspect.module.css";
import { type MapScale, useInspect } from "./inspect-store.ts";
import { useTraining } from "./store.ts";

/** Side of a map in the grid in CSS pixels: four times the 28 of the usual images. */
const room = 112;

/** Side of the kernel beside a map's name. */
const kernelRoom = 18;

/** The kernels of a layer whose maps have one each, on one scale around 0; null where there are several or none. */
function onlyKernels({ kernels }: LayerLook) {
  if (!kernels) return null;
  const [first = 0, second = 0, height = 0, width = 0] = kernels.shape;
  if ((kernels.filtersFirst ? second : first) !== 1) return null;
  return { values: kernels.values, height, width, range: aroundZero(kernels.values) };
}

/** Both ends of a scale on which 0 is in the middle. */
export function aroundZero(values: Float32Array): ValueRange {
  const { minimum, maximum } = summarise(values);
  const extent = Math.max(Math.abs(minimum), Math.abs(maximum));
  return { low: -extent, high: extent };
}

/** The two ends that all maps share; nothing where each has its own. */
export function rangeFor(look: LayerLook, scale: MapScale): ValueRange | undefined {
  if (scale === "own") return undefined;
  const { minimum, maximum } = summarise(look.values);
  return { low: minimum, high: maximum };
}

type MapColours = ColourMapName | "image";

/** The colours of a layer's maps: the input is grey, as it is everywhere. */
export function useMapColours(look: LayerLook): MapColours {
  const input = useTraining((state) => state.pictures?.nodes[0]?.node);
  return look.node === input ? "image" : "deep";
}

/** The theme decides how an image is drawn: dark on paper, or as it is stored. */
function coloursNow(colours: MapColours): ColourMap {
  const theme = currentTheme();
  return colourMap(colours === "image" ? (theme === "dark" ? "grey" : "paper") : colours, theme);
}

/** A picture of all maps of the layer, as a PNG. */
export function mapsPicture(look: LayerLook, scale: MapScale, colours: MapColours): Promise<Uint8Array> {
  const { channels, height, width } = imageSize(look.shape) ?? { channels: 0, height: 0, width: 0 };
  const planes = Array.from({ length: channels }, (_, map) => ({
    values: look.values,
    offset: map * height * width,
    height,
    width,
  }));
  return pngOfCanvas(mapsSheet(planes, coloursNow(colours), rangeFor(look, scale)));
}

/** Every map of the layer, however many: those in sight are drawn. */
export function MapGrid({ look }: { readonly look: LayerLook }) {
  const chosen = useInspect((state) => state.map);
  const scale = useInspect((state) => state.scale);
  const colours = useMapColours(look);
  const range = useMemo(() => rangeFor(look, scale), [look, scale]);
  const kernel = useMemo(() => onlyKernels(look), [look]);
  const { channels, height, width } = imageSize(look.shape) ?? { channels: 0, height: 0, width: 0 };
  return (
    <WindowedGrid
      count={channels}
      className={styles.grid}
      item={(map) => (
        <button
          type="button"
          aria-pressed={map === chosen}
          aria-label={say("Map {map}, {summary}", {
            map: map + 1,
            summary: summaryText(summarise(look.values, map * height * width, height * width)),
          })}
          onClick={() => useInspect.setState({ map })}
        >
          <Plane
            plane={{ values: look.values, offset: map * height * width, height, width }}
            colours={colours}
            range={range}
            room={room}
          />
          <span className={styles.mapName}>
            {say("Map {map}", { map: map + 1 })}
            {kernel ? (
              <Plane
                plane={{ ...kernel, offset: map * kernel.height * kernel.width }}
                colours="sign"
                range={kernel.range}
                room={kernelRoom}
              />
            ) : null}
          </span>
        </button>
      )}
    />
  );
}

export interface PlaneProps {
  readonly plane: MapPlane;
  readonly colours: MapColours;
  readonly range: ValueRange | undefined;
  readonly room: number;
}

/** One map or kernel; whoever shows it says in words what it is. */
export function Plane({ plane, colours, range, room: side }: PlaneProps) {
  const canvas = useCanvasDrawing((target) =>
    paintMaps(target, [plane], coloursNow(colours), side, 0, range),
  );
  return <canvas ref={canvas} aria-hidden />;
}

/** Which colour is low and which is high: in words, or with the two ends where all maps share them. */
export function ColourBar({ look, scale }: { readonly look: LayerLook; readonly scale: MapScale }) {
  const range = rangeFor(look, scale);
  return (
    <Legend
      colours={useMapColours(look)}
      words={range ? `${formatValue(range.low)} to ${formatValue(range.high)}` : say("low to high")}
    />
  );
}

const stations = Float32Array.from({ length: 64 }, (_, index) => index);

export function Legend({ colours, words }: { readonly colours: MapColours; readonly words: string }) {
  const canvas = useCanvasDrawing((target) => {
    const planes = Array.from(stations, (_, offset) => ({ values: stations, offset, height: 1, width: 1 }));
    paintMaps(target, planes, coloursNow(colours), 1, 0, { low: 0, high: 63 });
    target.style.height = "10px";
  });
  return (
    <span className={styles.legend}>
      <canvas ref={canvas} aria-hidden />
      {words}
    </span>
  );
}
