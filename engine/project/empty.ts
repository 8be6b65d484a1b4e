import { emptyGraph } from "../graph/graph.ts";
import { defaultTrainingSettings } from "../training/settings.ts";
import { say } from "../words/say.ts";
import { type Project, projectFormat, projectVersion } from "./project.ts";

/** A project before the first layer: no graph, no data set, the default training settings. */
export function emptyProject(): Project {
  return {
    format: projectFormat,
    version: projectVersion,
    name: say("Untitled"),
    graph: emptyGraph,
    data: null,
    training: defaultTrainingSettings,
  };
}
