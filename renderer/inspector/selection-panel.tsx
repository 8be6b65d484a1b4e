import { layerKind } from "../../engine/layers/registry.ts";
import { formatCount } from "../design/format.ts";
import { Tile } from "../design/tile.tsx";
import { useDocument } from "../document/store.ts";
import { Section } from "./section.tsx";

/** Several layers: which kinds, how many, and what they weigh together. */
export function SelectionPanel() {
  const nodes = useDocument((state) => state.project.graph.nodes);
  const selection = useDocument((state) => state.selection.nodes);
  const checks = useDocument((state) => state.check.nodes);
  const chosen = nodes.filter(({ id }) => selection.includes(id));
  const kinds = [...new Set(chosen.map(({ kind }) => kind))];
  const parameters = chosen.reduce((sum, { id }) => sum + (checks[id]?.parameters ?? 0), 0);
  return (
    <>
      <header className="inspector-identity">
        <div>
          <h2 className="inspector-title">{chosen.length} layers selected</h2>
          <p>
            <span className="num">{formatCount(parameters)}</span> parameters together
          </p>
        </div>
      </header>
      <Section title="Kinds">
        <ul className="selection-kinds">
          {kinds.map((kind) => (
            <li key={kind}>
              <Tile kind={kind} size={18} />
              {layerKind(kind).title}
              <span className="num">{chosen.filter((node) => node.kind === kind).length}</span>
            </li>
          ))}
        </ul>
        <p className="inspector-text">Select one layer to see its shapes and to change its settings.</p>
      </Section>
    </>
  );
}
