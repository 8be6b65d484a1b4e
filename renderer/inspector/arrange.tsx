import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalDistributeCenter,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalDistributeCenter,
  Group,
  type LucideIcon,
} from "lucide-react";
import { say, translate } from "../../engine/words/say.ts";
import { IconButton } from "../design/button.tsx";
import { type Arrangement, arrangements, neededFor } from "../document/arrange.ts";
import { groupSelection } from "../document/group-actions.ts";
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

export interface ArrangeProps {
  /** How many layers and notes are selected, and how many of them are layers. */
  readonly count: number;
  readonly layers: number;
  /** They are a group already. */
  readonly isGroup?: boolean;
  readonly onArrange: (arrangement: Arrangement) => void;
}

/** What puts the selected layers and notes in order, and layers into a group. */
export function Arrange({ count, layers, isGroup = false, onArrange }: ArrangeProps) {
  return (
    <Section title={say("Arrange")}>
      <div className="selection-arrange" role="toolbar" aria-label={say("Arrange the layers")}>
        {buttons.map(([arrangement, Icon]) => (
          <IconButton
            key={arrangement}
            label={translate(arrangements[arrangement].title)}
            look="plain"
            disabledReason={
              count < neededFor(arrangement)
                ? say("Select {count} of them or more", { count: neededFor(arrangement) })
                : null
            }
            onClick={() => onArrange(arrangement)}
          >
            <Icon size={14} aria-hidden />
          </IconButton>
        ))}
        {isGroup ? null : (
          <IconButton
            label={say("Group")}
            look="plain"
            data-testid="group"
            disabledReason={layers < 2 ? say("Select two layers or more") : null}
            onClick={() => groupSelection()}
          >
            <Group size={14} aria-hidden />
          </IconButton>
        )}
      </div>
    </Section>
  );
}
