import type { NodeId } from "../../engine/graph/graph.ts";
import { say } from "../../engine/words/say.ts";
import { connect } from "../document/actions.ts";
import { layerPort, shownGraph } from "../document/shown-graph.ts";
import { useDocument } from "../document/store.ts";
import { answersTo, fittingPorts } from "./candidates.ts";
import { tell, useCanvas } from "./canvas-state.ts";
import { hasOutput } from "./flow-model.ts";

/* Drawing a connection without a pointer: L starts, arrows walk through the ports that fit, Enter connects. */

export function beginConnection(drawn: NodeId): boolean {
  const { graph } = useDocument.getState().project;
  const from = layerPort(shownGraph(graph), { node: drawn, input: null })?.node;
  if (from === undefined) {
    tell(say("Several layers of this group have an output. Expand it to connect one of them."));
    return true;
  }
  if (!hasOutput(graph, from)) {
    tell(say("{name} has no output.", { name: nameOf(from) }));
    return true;
  }
  const fitting = fittingPorts(graph, from);
  if (fitting.length === 0) {
    tell(say("No port takes the output of {name}.", { name: nameOf(from) }));
    return true;
  }
  const start = { node: from, input: null };
  useCanvas.setState({
    connecting: { start, answers: answersTo(graph, start), keyboard: { fitting, chosen: 0 } },
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
  useCanvas.setState({ connecting: { ...connecting, keyboard: { fitting, chosen: next } } });
  sayChosen();
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
  useCanvas.setState({ connecting: null });
}

function sayChosen(): void {
  const { keyboard } = useCanvas.getState().connecting ?? {};
  const port = keyboard?.fitting[keyboard.chosen];
  if (keyboard && port)
    tell(
      say("Input {input} of {name}, {chosen} of {count}.", {
        input: (port.input ?? 0) + 1,
        name: nameOf(port.node),
        chosen: keyboard.chosen + 1,
        count: keyboard.fitting.length,
      }),
    );
}

function nameOf(id: NodeId): string {
  return useDocument.getState().project.graph.nodes.find((node) => node.id === id)?.name ?? "layer";
}
