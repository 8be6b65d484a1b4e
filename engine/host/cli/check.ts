import { z } from "zod";
import { layerKind } from "../../layers/registry.ts";
import { shapeText } from "../../tensor.ts";
import { table, whole } from "./numbers.ts";
import { parseOptions } from "./options.ts";
import { checkAlone, problemLines } from "./problems.ts";
import { projectFrom, projectWord } from "./project-source.ts";
import { exitCodes, type Subcommand } from "./subcommand.ts";

export const checkCommand: Subcommand = {
  name: "check",
  summary: "list layers, shapes, parameters and operations, with every problem in words",
  words: [projectWord],
  options: [{ flags: "--json", help: "one JSON object a line" }],
  async run([source = ""], typed, terminal) {
    const { json } = parseOptions(z.object({ json: z.boolean().default(false) }), typed);
    const { project } = await projectFrom(source);
    const checked = checkAlone(project);
    const { nodes } = project.graph;
    const nameOf = (id: string | null) => nodes.find((node) => node.id === id)?.name ?? null;
    // Nodes of a circle have no place in the order: they come last, as drawn.
    const order = [
      ...checked.order,
      ...nodes.map(({ id }) => id).filter((id) => !checked.order.includes(id)),
    ];
    const layers = order.flatMap((id) => {
      const node = nodes.find((candidate) => candidate.id === id);
      const found = checked.nodes[id];
      if (!node || !found) return [];
      const { title, beadName, caption } = layerKind(node.kind);
      const settings = beadName?.(node.fields) ?? caption(node.fields);
      return [{ name: node.name, title, settings, ...found }];
    });

    if (json) {
      for (const { name, title, output, parameters, cost, state, waitingFor } of layers)
        terminal.json({
          event: "layer",
          name,
          kind: title,
          output,
          parameters,
          flops: cost?.flops ?? null,
          state,
          waitingFor: nameOf(waitingFor),
        });
      for (const { severity, code, node, title, explanation } of checked.problems)
        terminal.json({ event: "problem", severity, code, layer: nameOf(node), title, explanation });
      const { parameters, frozen, flops, canTrain } = checked;
      terminal.json({ event: "done", parameters, frozen, flops, canTrain });
      return canTrain ? exitCodes.done : exitCodes.failed;
    }

    const rows = layers.map(({ name, title, settings, output, parameters, cost, state, waitingFor }) => [
      name,
      settings && settings !== title ? `${title}: ${settings}` : title,
      output ? shapeText(output) : "?",
      output ? whole(parameters) : "",
      cost ? whole(cost.flops) : "",
      state === "ok"
        ? ""
        : state === "problem"
          ? "problem"
          : `waits for ${nameOf(waitingFor) ?? "a circle to open"}`,
    ]);
    const total = ["Total", "", "", whole(checked.parameters), whole(checked.flops), ""];
    const kept = (name: string, count: number) => [name, "", "", whole(count), "", ""];
    const frozen =
      checked.frozen > 0
        ? [kept("Trainable", checked.parameters - checked.frozen), kept("Frozen", checked.frozen)]
        : [];
    const head = ["Layer", "Settings", "Output", "Parameters", "FLOPs", ""];
    for (const line of table([head, ...rows, total, ...frozen], [false, false, true, true, true, false]))
      terminal.line(line);
    for (const problem of checked.problems)
      for (const line of ["", ...problemLines(problem, project)]) terminal.line(line);
    terminal.line("");
    terminal.line(
      checked.canTrain ? "No problems: this network can train." : "This network cannot train yet.",
    );
    return checked.canTrain ? exitCodes.done : exitCodes.failed;
  },
};
