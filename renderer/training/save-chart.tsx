import { say } from "../../engine/words/say.ts";
import { asCsv, type ChartContent } from "../views/chart-content.ts";
import { chartSvg } from "../views/chart-svg.ts";
import { pngOfCanvas } from "../views/picture-of.ts";
import { mixed, palette } from "../views/theme.ts";
import styles from "./dock.module.css";
import { SaveMenu } from "./save-menu.tsx";

/** Device pixels of a saved picture for each of the drawing's. */
const sharpness = 3;

/** A button that saves a chart as it is now, whole, whatever is zoomed. */
export function SaveChart({ title, content }: { readonly title: string; readonly content: ChartContent }) {
  return (
    <SaveMenu
      title={title}
      label={say("Save the chart")}
      side="top"
      className={styles.tool}
      saved={{
        png: () => pngOf(drawingOf(title, content)),
        svg: () => drawingOf(title, content),
        csv: () => asCsv(content),
      }}
    />
  );
}

function drawingOf(title: string, content: ChartContent): string {
  const { panel, line, ink, fwd, "ink-2": text } = palette();
  const colours = { ground: panel, grid: line, text, ink, raw: mixed(ink, panel, 0.22), marks: fwd };
  return chartSvg(title, content, colours);
}

/** The drawing as a picture: the browser itself paints it. */
async function pngOf(svg: string): Promise<Uint8Array> {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width * sharpness, image.height * sharpness);
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await pngOfCanvas(canvas);
  } finally {
    URL.revokeObjectURL(address);
  }
}
