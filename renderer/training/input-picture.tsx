import type { Shape } from "../../engine/tensor.ts";
import { imageSize } from "../../engine/tensor.ts";
import { useCanvasDrawing } from "../views/canvas-drawing.ts";
import { colourMap } from "../views/colour-maps.ts";
import { paintImage } from "../views/paint-image.ts";
import { paintMaps } from "../views/paint-maps.ts";
import { currentTheme } from "../views/theme.ts";

/** The network's input as a picture: grey or in colour; of any other number of channels the first, as a map. */
export function InputPicture(props: {
  readonly values: Float32Array;
  readonly shape: Shape;
  readonly room: number;
}) {
  const { values, shape, room } = props;
  const canvas = useCanvasDrawing((target) => {
    if (paintImage(target, values, shape, room)) return;
    const { height, width } = imageSize(shape) ?? { height: 1, width: 1 };
    paintMaps(target, [{ values, offset: 0, height, width }], colourMap("deep", currentTheme()), room, 0);
  });
  return <canvas ref={canvas} aria-hidden />;
}
