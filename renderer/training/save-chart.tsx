import { Download } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "../design/button.tsx";
import { Popover } from "../design/popover.tsx";
import { answerOf, desktopBridge } from "../desktop.ts";
import { asCsv, type ChartContent } from "../views/chart-content.ts";
import { chartSvg } from "../views/chart-svg.ts";
import { mixed, palette } from "../views/theme.ts";
import styles from "./dock.module.css";

const kinds = [
  { kind: "png", label: "Picture (PNG)" },
  { kind: "svg", label: "Drawing (SVG)" },
  { kind: "csv", label: "Table (CSV)" },
] as const;
type Kind = (typeof kinds)[number]["kind"];

/** Device pixels of a saved picture for each of the drawing's. */
const sharpness = 3;

/** A button that saves a chart as it is now, whole, whatever is zoomed. */
export function SaveChart({ title, content }: { readonly title: string; readonly content: ChartContent }) {
  const [open, setOpen] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const save = async (kind: Kind) => {
    const bytes = await bytesOf(kind, title, content);
    const answer = await answerOf(desktopBridge().saveFile({ name: title, kind, bytes }));
    setTrouble(answer.ok ? null : `${answer.trouble.title}. ${answer.trouble.reason} ${answer.trouble.next}`);
    if (answer.ok) setOpen(false);
  };
  return (
    <Popover
      label={`Save ${title}`}
      side="top"
      open={open}
      onOpenChange={setOpen}
      className={styles.save ?? ""}
      trigger={
        <IconButton label="Save the chart" className={styles.tool ?? ""}>
          <Download size={13} aria-hidden />
        </IconButton>
      }
    >
      {kinds.map(({ kind, label }) => (
        <Button key={kind} look="ghost" onClick={() => void save(kind)}>
          {label}
        </Button>
      ))}
      {trouble ? <p role="alert">{trouble}</p> : null}
    </Popover>
  );
}

async function bytesOf(kind: Kind, title: string, content: ChartContent): Promise<Uint8Array> {
  if (kind === "csv") return new TextEncoder().encode(asCsv(content));
  const { panel, line, ink, fwd, "ink-2": text } = palette();
  const colours = { ground: panel, grid: line, text, ink, raw: mixed(ink, panel, 0.22), marks: fwd };
  const svg = chartSvg(title, content, colours);
  return kind === "svg" ? new TextEncoder().encode(svg) : pngOf(svg);
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
    return new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
  } finally {
    URL.revokeObjectURL(address);
  }
}
