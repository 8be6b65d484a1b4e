import { type Shape, shapeText } from "../../engine/tensor.ts";
import { silhouetteBox } from "./silhouette-box.ts";

export type SilhouetteTone = "plain" | "tinted" | "forward" | "wrong";

export interface SilhouetteProps {
  readonly shape: Shape;
  /** Pixels of a side of length 1; sides grow with the square root. */
  readonly unit?: number;
  readonly tone?: SilhouetteTone;
}

/** The box of a tensor with its shape as text alternative. */
export function Silhouette({ shape, unit = 5, tone = "plain" }: SilhouetteProps) {
  const box = silhouetteBox(shape, unit);
  return (
    <svg
      className={`silhouette is-${tone}`}
      width={box.depth + box.right + 2}
      height={box.height + box.up + 2}
      role="img"
      aria-label={shapeText(shape)}
    >
      <SilhouettePaths shape={shape} unit={unit} />
    </svg>
  );
}

/** The same box as a part of a larger drawing, with its upper left corner at (0, 0). */
export function SilhouettePaths({ shape, unit }: { readonly shape: Shape; readonly unit: number }) {
  const { depth, height, right, up } = silhouetteBox(shape, unit);
  return (
    <g transform="translate(1 1)">
      <path d={`M0 ${up}L${right} 0H${right + depth}L${depth} ${up}Z`} />
      <path d={`M${depth} ${up}L${right + depth} 0V${height}L${depth} ${up + height}Z`} />
      <path className="front" d={`M0 ${up}H${depth}V${up + height}H0Z`} />
    </g>
  );
}
