import type { TriedInput } from "../../../engine/protocol.ts";

/** Longest side of a picture that goes to the network, in pixels: far more than any network here sees. */
const most = 256;

/** A picture or a frame of a film as bytes of red, green and blue, on white where it is transparent. */
export function pictureOf(source: CanvasImageSource, width: number, height: number): TriedInput | null {
  const scale = Math.min(1, most / Math.max(width, height));
  const [wide, high] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  const context = new OffscreenCanvas(wide, high).getContext("2d", { willReadFrequently: true });
  if (!context) return null;
  context.imageSmoothingQuality = "high";
  context.fillStyle = "#fff";
  context.fillRect(0, 0, wide, high);
  context.drawImage(source, 0, 0, wide, high);
  const { data } = context.getImageData(0, 0, wide, high);
  const bytes = new Uint8Array(3 * wide * high);
  for (let pixel = 0; pixel < wide * high; pixel++)
    for (let channel = 0; channel < 3; channel++) bytes[3 * pixel + channel] = data[4 * pixel + channel] ?? 0;
  return { kind: "picture", width: wide, height: high, channels: 3, bytes, isDrawing: false };
}
