import type { GraphEdge, NodeId } from "../engine/graph/graph.ts";
import type { ProjectProblem } from "../engine/project/problem.ts";
import { say } from "../engine/words/say.ts";
import { useCanvas } from "./canvas/canvas-state.ts";
import { focusCanvas } from "./canvas/focus.ts";
import { noLanes } from "./canvas/slots.ts";
import { openDataChooser } from "./data-card/data-chooser.tsx";
import { openDataPanel } from "./data-card/panel/panel-store.ts";
import { Button } from "./design/button.tsx";
import { ToolbarButton } from "./design/toolbar.tsx";
import { addLayer } from "./document/actions.ts";
import { showProblem, useDocument } from "./document/store.ts";
import { openField } from "./open-field.ts";
import { ProblemCard } from "./problems/problem-card.tsx";
import { useShown } from "./shown.ts";
import { DeadWarning } from "./training/distributions/node-activity.tsx";
import { NodeGradient, useHasLanes } from "./training/node-gradient.tsx";
import { NodePicture } from "./training/node-picture.tsx";
import { isUnderWay } from "./training/state.ts";
import { useTraining } from "./training/store.ts";

/* What training and problems put on the canvas: joined here, because features do not import each other. */

export function nodePicture(node: NodeId) {
  return <ShownPicture node={node} />;
}

function ShownPicture({ node }: { readonly node: NodeId }) {
  const shown = useShown((state) => state.maps);
  return shown ? <NodePicture nodeId={node} /> : null;
}

export function nodeGradient(node: NodeId) {
  return <ShownGradient node={node} />;
}

function ShownGradient({ node }: { readonly node: NodeId }) {
  const shown = useShown((state) => state.gradients);
  return shown ? <NodeGradient nodeId={node} /> : null;
}

export function nodeWarning(node: NodeId) {
  return <DeadWarning nodeId={node} />;
}

export function useShownLanes(): (edge: GraphEdge) => boolean {
  const hasLanes = useHasLanes();
  const shown = useShown((state) => state.gradients);
  return shown ? hasLanes : noLanes();
}

export function problemCard(problem: ProjectProblem, close: () => void) {
  return (
    <ProblemCard
      problem={problem}
      onGoToSetting={() => {
        const { setting, field } = problem;
        showProblem(null); // the field has a line of its own
        if (setting?.part === "data") openDataPanel("scaling");
        else
          openField(
            setting ? `[data-part="${setting.part}"] ${fieldNamed(setting.field)}` : fieldNamed(field),
          );
      }}
      onChooseData={() => {
        showProblem(null);
        openDataChooser();
      }}
      onClose={close}
    />
  );
}

/** What a new network needs first, for who does not know the palette yet. */
export function FirstSteps() {
  const hasData = useDocument((state) => state.project.data !== null);
  return (
    <div className="first-steps">
      {hasData ? null : <Button onClick={openDataChooser}>{say("Choose a data set")}</Button>}
      <Button onClick={addInput}>{say("Add an Input")}</Button>
    </div>
  );
}

/** The button goes with it: the layer takes the focus. */
function addInput(): void {
  focusCanvas();
  useCanvas.setState({ focusNext: addLayer("input") });
}

const fieldNamed = (name = "") => `[data-field="${name}"]`;

/** The switches beside "Shapes". */
export function CanvasSwitches() {
  const { maps, gradients } = useShown();
  return (
    <>
      <ToolbarButton
        className="canvas-tool"
        aria-pressed={maps}
        title={say("Feature maps and values on the layers")}
        onClick={() => useShown.setState({ maps: !maps })}
      >
        {say("Maps")}
      </ToolbarButton>
      <ToolbarButton
        className="canvas-tool"
        aria-pressed={gradients}
        title={say("Gradient norms on layers and connections")}
        onClick={() => useShown.setState({ gradients: !gradients })}
      >
        {say("Gradients")}
      </ToolbarButton>
    </>
  );
}

/** What the two lanes mean, while there are any. */
export function LaneLegend() {
  const hasLanes = useTraining((state) => isUnderWay(state.run));
  const shown = useShown((state) => state.gradients);
  if (!hasLanes || !shown) return null;
  return (
    <div className="legend">
      <span>
        <i />
        {say("activations forward")}
      </span>
      <span>
        <i className="is-backward" />
        {say("gradients back, width shows size")}
      </span>
    </div>
  );
}
