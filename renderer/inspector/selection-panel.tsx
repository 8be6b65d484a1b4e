import { layerKind } from "../../engine/layers/registry.ts";
import { say, translate } from "../../engine/words/say.ts";
import { Said } from "../design/said.tsx";
import { Tile } from "../design/tile.tsx";
import { countWords } from "../document/actions.ts";
import type { Arrangement } from "../document/arrange.ts";
import { useDocument } from "../document/store.ts";
import { Arrange } from "./arrange.tsx";
import { Section } from "./section.tsx";

/** Several layers or notes: which kinds, how many, and what they weigh together. */
export function SelectionPanel({ onArrange }: { readonly onArrange: (arrangement: Arrangement) => void }) {
  const nodes = useDocument((state) => state.project.graph.nodes);
  const selection = useDocument((state) => state.selection.nodes);
  const notes = useDocument((state) => state.selection.notes.length);
  const checks = useDocument((state) => state.check.nodes);
  const chosen = nodes.filter(({ id }) => selection.includes(id));
  const kinds = [...new Set(chosen.map(({ kind }) => kind))];
  const parameters = chosen.reduce((sum, { id }) => sum + (checks[id]?.parameters ?? 0), 0);
  return (
    <>
      <header className="inspector-identity">
        <div>
          <h2 className="inspector-title">
            {say("{count, plural, one {{what} selected} other {{what} selected}}", {
              count: chosen.length + notes,
              what: countWords(chosen.length, notes),
            })}
          </h2>
          {chosen.length === 0 ? null : (
            <p>
              <Said
                message="{count, plural, one {<b>#</b> parameter together} other {<b>#</b> parameters together}}"
                values={{ count: parameters, b: (number) => <span className="num">{number}</span> }}
              />
            </p>
          )}
        </div>
      </header>
      <Arrange count={chosen.length + notes} layers={chosen.length} onArrange={onArrange} />
      {chosen.length === 0 ? null : (
        <Section title={say("Kinds")}>
          <ul className="selection-kinds">
            {kinds.map((kind) => (
              <li key={kind}>
                <Tile kind={kind} size={18} />
                {translate(layerKind(kind).title)}
                <span className="num">{chosen.filter((node) => node.kind === kind).length}</span>
              </li>
            ))}
          </ul>
          <p className="inspector-text">
            {say("Select one layer to see its shapes and to change its settings.")}
          </p>
        </Section>
      )}
    </>
  );
}
