import { ChevronsDownUp, ChevronsUpDown, Group, Ungroup } from "lucide-react";
import type { LayerGroup } from "../../engine/graph/graph.ts";
import { type Shape, shapeText } from "../../engine/tensor.ts";
import { say } from "../../engine/words/say.ts";
import { Button } from "../design/button.tsx";
import { formatCount } from "../design/format.ts";
import { NameField } from "../design/name-field.tsx";
import { Tile } from "../design/tile.tsx";
import type { Arrangement } from "../document/arrange.ts";
import { renameGroup, setCollapsed, ungroupSelection } from "../document/group-actions.ts";
import { groupFacts } from "../document/group-facts.ts";
import { select, useDocument } from "../document/store.ts";
import { Arrange } from "./arrange.tsx";
import { Section } from "./section.tsx";
import { Shapes } from "./shapes.tsx";

/** A group as a whole: its name, what goes in and out, its layers, and what they weigh together. */
export function GroupPanel({
  group,
  onArrange,
}: {
  readonly group: LayerGroup;
  readonly onArrange: (arrangement: Arrangement) => void;
}) {
  const graph = useDocument((state) => state.project.graph);
  const check = useDocument((state) => state.check);
  const facts = groupFacts(graph, check, group);
  const { id, name, collapsed } = group;
  return (
    <>
      <header className="inspector-identity">
        <span className="tile group-tile" aria-hidden>
          <Group size={18} />
        </span>
        <div>
          <NameField
            value={name}
            label={say("Name of the group")}
            className="inspector-name"
            testId="group-name"
            onRename={(typed) => renameGroup(id, typed)}
          />
          <p>
            {say("Group of {count, plural, one {# layer} other {# layers}}", { count: group.nodes.length })}
          </p>
        </div>
      </header>
      <section className="inspector-section" aria-label={say("Shapes")}>
        <Shapes
          incoming={facts.incoming}
          outgoing={facts.outgoing}
          waitsFor={graph.nodes.find((node) => node.id === facts.waitingFor)?.name}
        />
        <div className="group-actions">
          <Button data-testid="group-toggle" onClick={() => setCollapsed([id], !collapsed)}>
            {collapsed ? <ChevronsUpDown size={14} aria-hidden /> : <ChevronsDownUp size={14} aria-hidden />}
            {say(collapsed ? "Expand" : "Collapse")}
          </Button>
          <Button data-testid="ungroup" onClick={() => ungroupSelection()}>
            <Ungroup size={14} aria-hidden />
            {say("Ungroup")}
          </Button>
        </div>
      </section>
      {collapsed ? null : (
        <Arrange count={group.nodes.length} layers={group.nodes.length} isGroup onArrange={onArrange} />
      )}
      <Section
        title={say("Parameters")}
        right={
          <span className="num" data-testid="group-parameters">
            {formatCount(facts.parameters)}
          </span>
        }
      >
        <p className="inspector-text">
          {facts.trained === facts.parameters
            ? say("All of them are trained.")
            : say("{trained, number} of them are trained, the others are frozen.", {
                trained: facts.trained,
              })}
        </p>
      </Section>
      <Section title={say("Layers")}>
        <ul className="group-layers" data-testid="group-layers">
          {facts.layers.map((node) => (
            <li key={node.id}>
              <button
                type="button"
                onClick={() => {
                  if (collapsed) setCollapsed([id], false);
                  select([node.id]);
                }}
              >
                <Tile kind={node.kind} size={18} />
                <span>{node.name}</span>
                <span className="num">{shapeOf(check.nodes[node.id]?.output)}</span>
              </button>
            </li>
          ))}
        </ul>
        <p className="inspector-text">
          {say("Select a layer to change its settings. Training and exports see the layers, not the group.")}
        </p>
      </Section>
    </>
  );
}

function shapeOf(shape: Shape | null | undefined): string {
  return shape ? shapeText(shape) : "";
}
