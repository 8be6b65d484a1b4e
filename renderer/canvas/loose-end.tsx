import { Command } from "cmdk";
import { useEffect, useMemo, useRef } from "react";
import type { Graph } from "../../engine/graph/graph.ts";
import type { LayerKind } from "../../engine/layers/layer.ts";
import { type LayerKindName, layerKinds } from "../../engine/layers/registry.ts";
import { say, translate } from "../../engine/words/say.ts";
import { Tile } from "../design/tile.tsx";
import { addAtLooseEnd } from "../document/actions.ts";
import { fitsAtLooseEnd } from "../document/insertion.ts";
import { useDocument } from "../document/store.ts";
import { type LooseEnd as Loose, type Port, useCanvas } from "./canvas-state.ts";
import { focusCanvas, focusPlaced } from "./focus.ts";
import { useBesidePointer } from "./use-beside-pointer.ts";

/** The layers that a connection may lead to, or come from, where it was let go over the paper: one is chosen or typed. */
export function LooseEnd({ coveredRight }: { readonly coveredRight?: number | undefined }) {
  const loose = useCanvas((state) => state.loose);
  return loose ? <Choice key={`${loose.at.x} ${loose.at.y}`} {...{ loose, coveredRight }} /> : null;
}

function Choice({
  loose,
  coveredRight,
}: {
  readonly loose: Loose;
  readonly coveredRight: number | undefined;
}) {
  const element = useRef<HTMLDivElement>(null);
  const place = useBesidePointer(element, loose.at, coveredRight);
  const graph = useDocument((state) => state.project.graph);
  const kinds = useMemo(() => kindsFor(graph, loose.start), [graph, loose.start]);
  useEffect(() => {
    element.current?.querySelector("input")?.focus();
    const leave = ({ target }: Event) => {
      if (!(target instanceof Node && element.current?.contains(target))) close();
    };
    window.addEventListener("pointerdown", leave, { capture: true });
    return () => window.removeEventListener("pointerdown", leave, { capture: true });
  }, []);
  const name = graph.nodes.find(({ id }) => id === loose.start.node)?.name ?? "";
  const title =
    loose.start.input === null ? say("What follows {name}?", { name }) : say("What feeds {name}?", { name });
  const choose = (kind: LayerKindName) => {
    close();
    focusCanvas();
    useCanvas.setState({ focusNext: addAtLooseEnd(kind, loose.place, loose.start) });
  };
  const group = (heading: string, members: readonly LayerKindOf[]) =>
    members.length === 0 ? null : (
      <Command.Group heading={heading}>
        {members.map(({ kind, title: called, shortName }) => (
          <Command.Item
            key={kind}
            value={translate(called)}
            keywords={[translate(shortName), called, kind]}
            onSelect={() => choose(kind)}
          >
            <Tile kind={kind} size={18} />
            <span className="what">{translate(called)}</span>
          </Command.Item>
        ))}
      </Command.Group>
    );
  return (
    <div
      ref={element}
      className="loose-end command-list"
      style={place}
      role="dialog"
      aria-label={title}
      data-testid="loose-end"
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key !== "Escape") return;
        close();
        if (!focusPlaced(loose.start.node)) focusCanvas();
      }}
    >
      <Command label={title} loop>
        <Command.Input placeholder={title} />
        <Command.List>
          <Command.Empty>{say("No layer is called so.")}</Command.Empty>
          {group(say("Fits"), kinds.fitting)}
          {group(say("Does not fit as it is"), kinds.others)}
        </Command.List>
      </Command>
    </div>
  );
}

type LayerKindOf = (typeof layerKinds)[number];

function close(): void {
  useCanvas.setState({ loose: null });
}

/** The kinds that could stand at the other end, those first whose shapes fit. */
function kindsFor(graph: Graph, start: Port) {
  const isOpen = ({ inputs, hasOutput }: LayerKind) =>
    start.input === null ? inputs.maximum > 0 : hasOutput;
  const open = layerKinds.filter(isOpen);
  const fitting = open.filter(({ kind }) => fitsAtLooseEnd(graph, kind, start));
  return { fitting, others: open.filter((kind) => !fitting.includes(kind)) };
}
