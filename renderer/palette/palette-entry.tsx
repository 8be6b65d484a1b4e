import { type LayerKindName, layerKind } from "../../engine/layers/registry.ts";
import { translate } from "../../engine/words/say.ts";
import { Tile } from "../design/tile.tsx";
import { Tooltip } from "../design/tooltip.tsx";
import { writeDraggedLayer } from "../document/layer-drag.ts";

/** One kind of layer: drag it to a place, or click to add it behind the selected layer. */
export function PaletteEntry({
  kind,
  collapsed,
  isBest,
  isTabStop,
  onFocus,
  onAdd,
}: {
  readonly kind: LayerKindName;
  readonly collapsed: boolean;
  /** The one that Enter adds. */
  readonly isBest: boolean;
  /** Tab stops at one of all; arrow keys go on from there. */
  readonly isTabStop: boolean;
  readonly onFocus: () => void;
  readonly onAdd: () => void;
}) {
  const record = layerKind(kind);
  const [title, summary] = [translate(record.title), translate(record.summary)];
  return (
    <Tooltip text={collapsed ? `${title}. ${summary}` : summary} side="right">
      <button
        type="button"
        draggable
        className={`palette-entry ${isBest ? "is-best" : ""}`}
        aria-label={collapsed ? title : undefined}
        tabIndex={isTabStop ? 0 : -1}
        data-palette-entry
        data-kind={kind}
        data-testid={`palette-${kind}`}
        onFocus={onFocus}
        onClick={onAdd}
        onDragStart={(event) => writeDraggedLayer(event.dataTransfer, kind)}
      >
        <Tile kind={kind} size={18} />
        {collapsed ? null : <span>{title}</span>}
      </button>
    </Tooltip>
  );
}
