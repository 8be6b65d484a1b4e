import { say } from "../../engine/words/say.ts";
import { SilhouettePaths } from "../design/silhouette.tsx";
import { silhouetteBox } from "../design/silhouette-box.ts";
import type { ChainLink } from "./tensor-chain.ts";

const laneLength = 9;
const laneMargin = 3;

/** The tensors of a network in one line, drawn to one scale, with the two lanes between them. */
export function ChainDrawing({ chain, width, height }: ChainDrawingProps) {
  const unit = unitFor(chain, width, height);
  let x = 0;
  const parts = chain.map((link, index) => {
    const box = silhouetteBox(link.shape, unit);
    const lane = x + laneMargin;
    if (index > 0) x += laneLength + 2 * laneMargin;
    const part = { link, index, lane, x, y: (height - box.height - box.up) / 2 };
    x += box.depth + box.right + 2;
    return part;
  });
  const middle = height / 2;
  return (
    <svg
      width={x}
      height={height}
      viewBox={`0 0 ${x} ${height}`}
      role="img"
      aria-label={say("{count, plural, one {# tensor} other {# tensors}}", { count: chain.length })}
      className="chain"
    >
      {parts.map(({ link, index, lane, x: left, y }) => (
        <g key={link.layer}>
          {index > 0 ? (
            <>
              <path className="lane-forward" d={`M${lane} ${middle - 2}h${laneLength}`} />
              <path className="lane-backward" d={`M${lane} ${middle + 2}h${laneLength}`} />
            </>
          ) : null}
          <g
            className={`silhouette ${link.isLearned ? "is-tinted" : "is-plain"}`}
            transform={`translate(${left} ${y})`}
          >
            <SilhouettePaths shape={link.shape} unit={unit} />
          </g>
        </g>
      ))}
    </svg>
  );
}

export interface ChainDrawingProps {
  readonly chain: readonly ChainLink[];
  /** The room in pixels. */
  readonly width: number;
  readonly height: number;
}

const mostUnit = 8;

function unitFor(chain: readonly ChainLink[], width: number, height: number): number {
  const boxes = chain.map(({ shape }) => silhouetteBox(shape, mostUnit));
  const lanes = (chain.length - 1) * (laneLength + 2 * laneMargin);
  const wide = boxes.reduce((sum, { depth, right }) => sum + depth + right + 2, 0);
  const high = Math.max(1, ...boxes.map((box) => box.height + box.up + 2));
  return mostUnit * Math.min(1, (width - lanes) / wide, (height - 12) / high);
}
