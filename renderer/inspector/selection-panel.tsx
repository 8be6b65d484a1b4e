import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalDistributeCenter,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalDistributeCenter,
  type LucideIcon,
} from "lucide-react";
import { layerKind } from "../../engine/layers/registry.ts";
import { IconButton } from "../design/button.tsx";
import { formatCount } from "../design/format.ts";
import { Tile } from "../design/tile.tsx";
import { countWords } from "../document/actions.ts";
import { type Arrangement, arrangements, neededFor } from "../document/arrange.ts";
import { useDocument } from "../document/store.ts";
import { Section } from "./section.tsx";

const buttons: readonly (readonly [Arrangement, LucideIcon])[] = [
  ["align-left", AlignStartVertical],
  ["align-centre", AlignCenterVertical],
  ["align-right", AlignEndVertical],
  ["align-top", AlignStartHorizontal],
  ["align-middle", AlignCenterHorizontal],
  ["align-bottom", AlignEndHorizontal],
  ["distribute-across", AlignHorizontalDistributeCenter],
  ["distribute-down", AlignVerticalDistributeCenter],
];

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
          <h2 className="inspector-title">{countWords(chosen.length, notes)} selected</h2>
          {chosen.length === 0 ? null : (
            <p>
              <span className="num">{formatCount(parameters)}</span> parameters together
            </p>
          )}
        </div>
      </header>
      <Section title="Arrange">
        <div className="selection-arrange" role="toolbar" aria-label="Arrange the layers">
          {buttons.map(([arrangement, Icon]) => (
            <IconButton
              key={arrangement}
              label={arrangements[arrangement].title}
              look="plain"
              disabledReason={
                chosen.length + notes < neededFor(arrangement)
                  ? `Select ${neededFor(arrangement)} of them or more`
                  : null
              }
              onClick={() => onArrange(arrangement)}
            >
              <Icon size={14} aria-hidden />
            </IconButton>
          ))}
        </div>
      </Section>
      {chosen.length === 0 ? null : (
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
      )}
    </>
  );
}
