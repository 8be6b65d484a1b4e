import type { NodeId } from "../../engine/graph/graph.ts";
import { shapeText } from "../../engine/tensor.ts";
import { say } from "../../engine/words/say.ts";
import { connect } from "../document/actions.ts";
import { drawnAs, layerPort, shownGraph } from "../document/shown-graph.ts";
import { useDocument } from "../document/store.ts";
import { answersTo, fittingPorts, refusingPorts } from "./candidates.ts";
import { type Port, portKey, tell, useCanvas } from "./canvas-state.ts";
import { handleId, hasOutput } from "./flow-model.ts";
import { refuse } from "./refuse.ts";

/*
 * Drawing a connection without a pointer: L starts, arrows walk through the ports that fit, with Shift through those that do
 * not, Enter connects.
 */

export function beginConnection(drawn: NodeId): boolean {
  const { graph } = useDocument.getState().project;
  const from = layerPort(shownGraph(graph), { node: drawn, input: null })?.node;
  if (from === undefined) {
    refuse(say("Several layers of this group have an output. Expand it to connect one of them."));
    return true;
  }
  if (!hasOutput(graph, from)) {
    refuse(say("{name} has no output.", { name: nameOf(from) }));
    return true;
  }
  const fitting = fittingPorts(graph, from);
  if (fitting.length === 0) {
    refuse(say("No port takes the output of {name}.", { name: nameOf(from) }));
    return true;
  }
  const start = { node: from, input: null };
  useCanvas.setState({
    connecting: { start, answers: answersTo(graph, start), keyboard: { fitting, chosen: 0, asked: -1 } },
    refusal: null,
  });
  sayChosen();
  return true;
}

export function nextPort(by: 1 | -1): void {
  const { connecting } = useCanvas.getState();
  if (!connecting?.keyboard) return;
  const { fitting, chosen } = connecting.keyboard;
  const next = (chosen + by + fitting.length) % fitting.length;
  useCanvas.setState({
    connecting: { ...connecting, keyboard: { ...connecting.keyboard, chosen: next } },
    refusal: null,
  });
  sayChosen();
}

/** Says of the next port that does not fit why, beside it as well; what Enter connects stays chosen. */
export function nextRefusal(by: 1 | -1): void {
  const { connecting } = useCanvas.getState();
  if (!connecting?.keyboard) return;
  const refusing = refusingPorts(useDocument.getState().project.graph, connecting.start.node);
  const before = connecting.keyboard.asked;
  const asked =
    before < 0 && by < 0 ? refusing.length - 1 : (before + by + refusing.length) % refusing.length;
  const { port, reason } = refusing[asked] ?? {};
  if (!port || reason === undefined) {
    tell(say("All ports fit."));
    return;
  }
  useCanvas.setState({
    connecting: { ...connecting, keyboard: { ...connecting.keyboard, asked } },
    refusal: { at: placeOf(port), reason, ways: [] },
  });
  tell(
    say("Input {input} of {name} does not fit, {asked} of {count}. {reason}", {
      input: (port.input ?? 0) + 1,
      name: nameOf(port.node),
      asked: asked + 1,
      count: refusing.length,
      reason,
    }),
  );
}

/** Where a port is in the window, or what it is hidden in. */
function placeOf({ node, input }: Port) {
  const drawn = document.querySelector(`[data-node-id="${CSS.escape(drawnAs(shown(), node))}"]`);
  const box = (drawn?.querySelector(`[data-port="${handleId(input)}"]`) ?? drawn)?.getBoundingClientRect();
  return { x: (box?.left ?? 0) + (box?.width ?? 0) / 2, y: (box?.top ?? 0) + (box?.height ?? 0) / 2 };
}

function shown() {
  return shownGraph(useDocument.getState().project.graph);
}

export function finishConnection(): void {
  const { connecting } = useCanvas.getState();
  const port = connecting?.keyboard?.fitting[connecting.keyboard.chosen];
  endConnection();
  if (!connecting || port?.input == null) return;
  connect({ from: connecting.start.node, to: port.node, input: port.input });
  tell(say("{from} connected to {to}.", { from: nameOf(connecting.start.node), to: nameOf(port.node) }));
}

export function endConnection(): void {
  useCanvas.setState({ connecting: null, refusal: null });
}

function sayChosen(): void {
  const { keyboard, answers } = useCanvas.getState().connecting ?? {};
  const port = keyboard?.fitting[keyboard.chosen];
  if (!keyboard || !port) return;
  const answer = answers?.get(portKey(port));
  const values = {
    input: (port.input ?? 0) + 1,
    name: nameOf(port.node),
    chosen: keyboard.chosen + 1,
    count: keyboard.fitting.length,
  };
  tell(
    answer?.fits && answer.shape.length > 0
      ? say("Input {input} of {name}, gives {shape}, {chosen} of {count}.", {
          ...values,
          shape: shapeText(answer.shape),
        })
      : say("Input {input} of {name}, {chosen} of {count}.", values),
  );
}

function nameOf(id: NodeId): string {
  return useDocument.getState().project.graph.nodes.find((node) => node.id === id)?.name ?? "layer";
}
