import type { NodeProps } from "@xyflow/react";
import { ChevronsDownUp } from "lucide-react";
import { groupsOf } from "../../engine/graph/groups.ts";
import { say } from "../../engine/words/say.ts";
import { renameGroup, setCollapsed } from "../document/group-actions.ts";
import { select, useDocument } from "../document/store.ts";
import { useCanvas } from "./canvas-state.ts";
import { useDragged } from "./dragged.ts";
import type { FrameNode } from "./group-nodes.ts";
import { NamedHere } from "./named-here.tsx";

/** The frame behind the layers of an expanded group. Its title is what it is moved, renamed and collapsed by. */
export function FrameView({ id, data, positionAbsoluteX, positionAbsoluteY }: NodeProps<FrameNode>) {
  /** Around its layers while they are dragged. */
  const moved = useDragged(({ frames }) => frames.find((frame) => frame.id === id));
  const parts =
    moved?.parts.map((part) => ({ ...part, x: part.x - positionAbsoluteX, y: part.y - positionAbsoluteY })) ??
    data.parts;
  const group = useDocument((state) =>
    groupsOf(state.project.graph).find((candidate) => candidate.id === id),
  );
  const isSelected = useDocument(({ selection }) =>
    group?.nodes.every((node) => selection.nodes.includes(node)),
  );
  const isNaming = useCanvas((state) => state.naming === id);
  if (!group) return null;
  return (
    <div className={`frame ${isSelected ? "is-selected" : ""}`} data-testid={`frame-${group.name}`}>
      {parts.map(({ x, y, width, height }) => (
        <div key={`${x} ${y}`} className="frame-part" style={{ left: x, top: y, width, height }} />
      ))}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the layers are selected by keyboard one by one */}
      <div
        className="frame-title"
        style={{ left: parts[0]?.x, top: parts[0]?.y, maxWidth: parts[0]?.width }}
        title={`${group.name}\n${say("Drag to move the group, double-click to rename it")}`}
        onClick={() => select(group.nodes)}
        onDoubleClick={() => useCanvas.setState({ naming: id })}
        onKeyDown={undefined}
      >
        <button
          type="button"
          className="frame-toggle nodrag"
          tabIndex={-1}
          aria-label={say("Collapse {name}", { name: group.name })}
          title={say("Collapse")}
          onClick={(event) => {
            event.stopPropagation();
            setCollapsed([id], true);
          }}
        >
          <ChevronsDownUp size={14} aria-hidden />
        </button>
        {isNaming ? (
          <NamedHere
            id={id}
            name={group.name}
            label={say("Name of the group")}
            testId="frame-name"
            onRename={(name) => renameGroup(id, name)}
          />
        ) : (
          <span>{group.name}</span>
        )}
      </div>
    </div>
  );
}
