import { type PointerEvent, useEffect, useRef } from "react";
import { say } from "../../../engine/words/say.ts";
import { Button } from "../../design/button.tsx";
import { onThemeChange, palette } from "../../views/theme.ts";
import styles from "./try.module.css";
import { type Place, tryInput, useTry } from "./try-store.ts";

/** Side of the pad in CSS pixels, and of the picture that it makes. */
const side = 248;
/** Of a pad that a digit fills: about the stroke of the handwritten digits. */
const pen = 20;

/** A square to draw on. Every movement goes through the network. */
export function DrawingPad() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const strokes = useTry((state) => state.strokes);
  useEffect(() => {
    const draw = () => {
      const context = canvas.current?.getContext("2d");
      if (context) drawStrokes(context, strokes, palette().ink);
    };
    draw();
    return onThemeChange(draw);
  }, [strokes]);
  useEffect(send, []);

  const begin = (event: PointerEvent<HTMLCanvasElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    change([...useTry.getState().strokes, [placeOf(event)]]);
  };
  const goOn = (event: PointerEvent<HTMLCanvasElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const before = useTry.getState().strokes;
    const moved = event.nativeEvent.getCoalescedEvents().map((each) => placeIn(event.currentTarget, each));
    change([
      ...before.slice(0, -1),
      [...(before.at(-1) ?? []), ...(moved.length > 0 ? moved : [placeOf(event)])],
    ]);
  };
  return (
    <>
      <canvas
        ref={canvas}
        className={styles.pad}
        width={side}
        height={side}
        role="img"
        aria-label={say("Pad: draw here with the mouse, a pen or a finger")}
        onPointerDown={begin}
        onPointerMove={goOn}
      />
      <div className={styles.buttons}>
        <Button
          disabledReason={strokes.length > 0 ? null : say("Nothing is drawn yet")}
          onClick={() => change(strokes.slice(0, -1))}
        >
          {say("Take back a stroke")}
        </Button>
        <Button
          disabledReason={strokes.length > 0 ? null : say("Nothing is drawn yet")}
          onClick={() => change([])}
        >
          {say("Clear")}
        </Button>
      </div>
    </>
  );
}

function change(strokes: readonly (readonly Place[])[]): void {
  useTry.setState({ strokes });
  send();
}

function placeOf(event: PointerEvent<HTMLCanvasElement>): Place {
  return placeIn(event.currentTarget, event);
}

function placeIn(
  canvas: HTMLCanvasElement,
  { clientX, clientY }: { clientX: number; clientY: number },
): Place {
  const { left, top, width } = canvas.getBoundingClientRect();
  const scale = side / width;
  return { x: (clientX - left) * scale, y: (clientY - top) * scale };
}

function drawStrokes(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  strokes: readonly (readonly Place[])[],
  ink: string,
): void {
  context.clearRect(0, 0, side, side);
  context.strokeStyle = ink;
  context.lineWidth = pen;
  context.lineCap = "round";
  context.lineJoin = "round";
  for (const stroke of strokes) {
    const [first] = stroke;
    if (!first) continue;
    context.beginPath();
    context.moveTo(first.x, first.y);
    for (const { x, y } of stroke) context.lineTo(x, y);
    context.stroke();
  }
}

let paper: OffscreenCanvasRenderingContext2D | null = null;

/** The pad as bytes of ink; an empty one asks nothing, and the data set's own example is shown again. */
function send(): void {
  if (useTry.getState().strokes.length === 0) {
    tryInput(null);
    return;
  }
  paper ??= new OffscreenCanvas(side, side).getContext("2d", { willReadFrequently: true });
  if (!paper) return;
  drawStrokes(paper, useTry.getState().strokes, "#000");
  const { data } = paper.getImageData(0, 0, side, side);
  const bytes = new Uint8Array(side * side);
  for (let pixel = 0; pixel < bytes.length; pixel++) bytes[pixel] = data[4 * pixel + 3] ?? 0;
  tryInput({ kind: "picture", width: side, height: side, channels: 1, bytes, isDrawing: true });
}
