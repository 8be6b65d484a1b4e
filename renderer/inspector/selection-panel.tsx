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
import { say, translate } from "../../engine/words/say.ts";
import { IconButton } from "../design/button.tsx";
import { Said } from "../design/said.tsx";
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
      <Section title={say("Arrange")}>
        <div className="selection-arrange" role="toolbar" aria-label={say("Arrange the layers")}>
          {buttons.map(([arrangement, Icon]) => (
            <IconButton
              key={arrangement}
              label={translate(arrangements[arrangement].title)}
              look="plain"
              disabledReason={
                chosen.length + notes < neededFor(arrangement)
                  ? say("Select {count} of them or more", { count: neededFor(arrangement) })
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
