import { ChevronRight, CornerDownRight, Group, StickyNote } from "lucide-react";
import type { NodeId } from "../../../engine/graph/graph.ts";
import { nodeById } from "../../../engine/graph/lookup.ts";
import { shapeText } from "../../../engine/tensor.ts";
import { say } from "../../../engine/words/say.ts";
import { formatCount } from "../../design/format.ts";
import { Tile } from "../../design/tile.tsx";
import { useDocument } from "../../document/store.ts";
import { spokenNode } from "../node-text.ts";
import { nameOf, placedIn } from "./outline-item.ts";
import type { OutlineItem } from "./outline-items.ts";
import type { TreeRow } from "./tree.ts";

export interface OutlineRowProps {
  readonly row: TreeRow<OutlineItem>;
  /** Whether it is the one line that takes part in Tab. */
  readonly isStop: boolean;
  readonly isClosed: boolean;
  readonly onGo: (extend: boolean) => void;
  readonly onOpen: (isOpen: boolean) => void;
}

const deepest = 8;

/** A line of the outline: what it is, its shape and parameters, and whether something is wrong with it. */
export function OutlineRow({ row, isStop, isClosed, onGo, onOpen }: OutlineRowProps) {
  const { item, level, position, siblings } = row;
  const placed = placedIn(item);
  const isSelected = useDocument(({ selection }) => {
    if (item.is === "connection") return selection.edges.includes(item.edge.id);
    return placed.length > 0 && placed.every((id) => [...selection.nodes, ...selection.notes].includes(id));
  });
  const hasItems = item.items.length > 0;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree hears the keys
    <div
      role="treeitem"
      aria-level={level}
      aria-posinset={position}
      aria-setsize={siblings}
      aria-selected={isSelected}
      aria-expanded={hasItems ? !isClosed : undefined}
      aria-label={useSpoken(item, placed.length)}
      tabIndex={isStop ? 0 : -1}
      className="outline-row"
      style={{ paddingLeft: 6 + 14 * (Math.min(level, deepest) - 1) }}
      data-key={item.key}
      data-node-id={item.is === "layer" || item.is === "note" ? item.key : undefined}
      data-edge-id={item.is === "connection" ? item.edge.id : undefined}
      onClick={(event) => onGo(event.shiftKey || event.ctrlKey || event.metaKey)}
    >
      {hasItems ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys do the same
        // biome-ignore lint/a11y/useKeyWithClickEvents: the arrow keys do the same
        <span
          className={`outline-open ${isClosed ? "" : "is-open"}`}
          onClick={(event) => {
            event.stopPropagation();
            onOpen(isClosed);
          }}
        >
          <ChevronRight size={14} aria-hidden />
        </span>
      ) : (
        <span className="outline-open" />
      )}
      {item.is === "layer" ? (
        <LayerWords id={item.id} />
      ) : (
        <>
          <Glyph item={item} />
          <span className="outline-name">{nameOf(item)}</span>
        </>
      )}
    </div>
  );
}

function Glyph({ item }: { readonly item: OutlineItem }) {
  if (item.is === "note") return <StickyNote size={14} aria-hidden />;
  if (item.is === "group") return <Group size={14} aria-hidden />;
  return item.is === "notes" ? null : <CornerDownRight size={14} aria-hidden />;
}

function LayerWords({ id }: { readonly id: NodeId }) {
  const node = useDocument(({ project }) => nodeById(project.graph, id));
  const known = useDocument(({ check }) => check.nodes[id]);
  const isAtFault = useDocument(({ check }) =>
    check.problems.some(({ node: at, severity }) => at === id && severity === "error"),
  );
  if (!node) return null;
  return (
    <>
      <Tile kind={node.kind} size={18} />
      <span className="outline-name">{node.name}</span>
      {isAtFault ? <span className="outline-mark">!</span> : null}
      <span className="outline-numbers">
        <span>{known?.output ? shapeText(known.output) : known?.inputs[0] ? "" : "?"}</span>
        <span className="outline-count">{known?.parameters ? formatCount(known.parameters) : ""}</span>
      </span>
    </>
  );
}

/** The whole line in one sentence, for people who listen. */
function useSpoken(item: OutlineItem, layers: number): string {
  return useDocument(({ project, check }) => {
    if (item.is === "note") return say("Note: {text}", { text: item.note.text });
    if (item.is === "branch" || item.is === "group")
      return say("{name}, {count, plural, one {# layer} other {# layers}}", {
        name: nameOf(item),
        count: layers,
      });
    const node = item.is === "layer" ? nodeById(project.graph, item.id) : undefined;
    if (!node) return nameOf(item);
    const known = check.nodes[node.id];
    const waitingFor = nodeById(project.graph, known?.waitingFor)?.name ?? null;
    return spokenNode(node, known, check.problems, waitingFor);
  });
}
