import { type LayerKindName, layerKind } from "../../engine/layers/registry.ts";

export interface TileProps {
  readonly kind: LayerKindName;
  /** Side in pixels: 18 in lists, 20 on beads, 22 on cards, 30 in the inspector. */
  readonly size?: number;
  readonly round?: boolean;
}

/** The coloured pictogram of a layer kind. Decoration: the layer's name stands beside it. */
export function Tile({ kind, size = 22, round = false }: TileProps) {
  const { category, glyph } = layerKind(kind);
  const drawn = Math.round(size * 0.64);
  const radius = round ? "50%" : size >= 30 ? 7 : size >= 22 ? 5 : 4;
  return (
    <span
      className={`tile tile-${category}`}
      style={{ width: size, height: size, borderRadius: radius }}
      aria-hidden
    >
      <svg
        width={drawn}
        height={drawn}
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth={1.35}
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden
      >
        {glyph.map(({ d, fill, strokeWidth, opacity }) => (
          <path
            key={d}
            d={d}
            {...(fill ? { fill: "currentColor", stroke: "none" } : {})}
            strokeWidth={strokeWidth}
            opacity={opacity}
          />
        ))}
      </svg>
    </span>
  );
}
