import { useEffect } from "react";
import type { GroupId, NodeId } from "../../engine/graph/graph.ts";
import { NameField } from "../design/name-field.tsx";
import { useCanvas } from "./canvas-state.ts";
import { focusPlaced } from "./focus.ts";

export interface NamedHereProps {
  readonly id: NodeId | GroupId;
  readonly name: string;
  readonly label: string;
  readonly testId: string;
  readonly onRename: (name: string) => void;
}

/** The field in the place of a name on the canvas. When it is settled by keys, they go on at what was named. */
export function NamedHere({ id, name, label, testId, onRename }: NamedHereProps) {
  useEffect(
    () => () => {
      if (document.activeElement === document.body) focusPlaced(id);
    },
    [id],
  );
  return (
    <NameField
      value={name}
      label={label}
      className="named-here nodrag nokey"
      testId={testId}
      onRename={onRename}
      onDone={() => useCanvas.setState({ naming: null })}
    />
  );
}
