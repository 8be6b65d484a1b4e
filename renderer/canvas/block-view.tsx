import type { NodeProps } from "@xyflow/react";
import { ChevronsUpDown } from "lucide-react";
import type { LayerGroup, NodeId } from "../../engine/graph/graph.ts";
import { say } from "../../engine/words/say.ts";
import { formatCount } from "../design/format.ts";
import { Tile } from "../design/tile.tsx";
import { renameGroup, setCollapsed } from "../document/group-actions.ts";
import { groupFacts, shapesLine, spokenGroup } from "../document/group-facts.ts";
import { type Block, shownGraph } from "../document/shown-graph.ts";
import { showProblem, useDocument } from "../document/store.ts";
import { BlockPort } from "./block-port.tsx";
import { useCanvas } from "./canvas-state.ts";
import { blockWith } from "./group-nodes.ts";
import { NamedHere } from "./named-here.tsx";
import { useSlots } from "./slots.ts";
import { useIsTabStop } from "./tab-stop.ts";

/** Glyphs in a row; the others are counted. */
const mostGlyphs = 7;

/** A collapsed group: one node that says what its layers are together. */
export function BlockView({ id, selected, dragging }: NodeProps) {
  const block = useDocument((state) => blockWith(shownGraph(state.project.graph), id));
  return block ? <BlockCard block={block} selected={selected} dragging={dragging} /> : null;
}

function BlockCard({ block, selected, dragging }: { block: Block; selected: boolean; dragging: boolean }) {
  const graph = useDocument((state) => state.project.graph);
  const check = useDocument((state) => state.check);
  const { nodePicture } = useSlots();
  const isTabStop = useIsTabStop(block.id);
  const { group, inputs, exit, hasOutput } = block;
  const facts = groupFacts(graph, check, group);
  const [problem] = facts.problems;
  const waitingFor = graph.nodes.find(({ id }) => id === facts.waitingFor)?.name;
  const hidden = facts.layers.length - mostGlyphs;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a block is no fieldset; it groups ports and values under a name
    <div
      role="group"
      aria-roledescription={say("group of layers")}
      aria-label={spokenGroup(group, facts)}
      tabIndex={isTabStop ? 0 : -1}
      className={[
        "layer layer-card layer-block",
        `is-${facts.state}`,
        problem ? "has-problem" : "",
        selected ? "is-selected" : "",
        dragging ? "is-dragging" : "",
      ].join(" ")}
      data-layer
      data-node-id={block.id}
      data-testid={`block-${group.name}`}
      onFocus={() => useCanvas.setState({ active: block.id })}
      onDoubleClick={() => setCollapsed([block.id], false)}
    >
      <div className="layer-head">
        <BlockName group={group} />
        <button
          type="button"
          className="block-toggle nodrag"
          tabIndex={-1}
          aria-label={say("Expand {name}", { name: group.name })}
          title={say("Expand")}
          onClick={(event) => {
            event.stopPropagation();
            setCollapsed([block.id], false);
          }}
        >
          <ChevronsUpDown size={14} aria-hidden />
        </button>
      </div>
      <div className="layer-caption">
        {say("{count, plural, one {# layer} other {# layers}}", { count: group.nodes.length })}
      </div>
      <div className="block-glyphs">
        {facts.layers.slice(0, hidden === 1 ? mostGlyphs + 1 : mostGlyphs).map(({ id, kind }) => (
          <Tile key={id} kind={kind} size={18} />
        ))}
        {hidden > 1 ? <span className="layer-number">+{hidden}</span> : null}
      </div>
      {exit === null ? null : nodePicture?.(exit)}
      <div className="layer-foot">
        {waitingFor ? (
          <span className="layer-waiting">{say("waiting for {layer}", { layer: waitingFor })}</span>
        ) : (
          <>
            <span className="layer-number">{shapesLine(facts)}</span>
            <span className="layer-number layer-count">
              {facts.parameters > 0 ? formatCount(facts.parameters) : ""}
            </span>
          </>
        )}
      </div>
      {inputs.map((ports, input) => (
        <BlockPort key={portKeyOf(ports)} block={block} input={input} />
      ))}
      {hasOutput ? <BlockPort block={block} input={null} /> : null}
      {problem ? (
        <button
          type="button"
          className="layer-mark nodrag"
          tabIndex={-1}
          aria-label={say("{problem}. Expand {name} and show what helps.", {
            problem: problem.title,
            name: group.name,
          })}
          data-testid={`problem-${group.name}`}
          onClick={(event) => {
            event.stopPropagation();
            showProblem(problem);
          }}
        >
          !
        </button>
      ) : null}
    </div>
  );
}

function BlockName({ group: { id, name } }: { readonly group: LayerGroup }) {
  const isNaming = useCanvas((state) => state.naming === id);
  return isNaming ? (
    <NamedHere
      id={id}
      name={name}
      label={say("Name of the group")}
      testId="name-on-block"
      onRename={(typed) => renameGroup(id, typed)}
    />
  ) : (
    <span className="block-name" title={name}>
      {name}
    </span>
  );
}

function portKeyOf(ports: readonly { readonly node: NodeId; readonly input: number | null }[]): string {
  return ports.map(({ node, input }) => `${node} ${input}`).join(",");
}
