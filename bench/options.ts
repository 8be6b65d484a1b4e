import { parseArgs } from "node:util";
import { type WindowName, windowNames } from "./window/names.ts";
import { type Case, cases } from "./workloads.ts";

/** What training costs besides arithmetic, in the order in which it is measured. */
export const overheadNames = ["live-view", "idle", "data", "memory"] as const;
export type OverheadName = (typeof overheadNames)[number];

export interface BenchOptions {
  readonly command: "measure" | "time-to-accuracy" | "accuracy" | "overheads" | "window" | "help";
  readonly cases: readonly Case[];
  readonly overheads: readonly OverheadName[];
  readonly window: readonly WindowName[];
  readonly quick: boolean;
  readonly json: boolean;
  readonly electron: boolean;
  readonly epochs: number;
  readonly seeds: readonly number[];
}

export const usage = `npm run bench [-- options]
  --only W1,W4            these workloads only (also W1-infer-1 and the like; W1-infer means both batch sizes)
  --quick                 within two minutes: Layerlab and PyTorch only, short windows
  --json                  one object a line; remarks go to stderr
  --electron              Layerlab in Electron's Node
  --time-to-accuracy      W1 and W2 on Fashion-MNIST, Layerlab and PyTorch, to 88 % of the test images
  --accuracy              the Fashion classifier's test accuracy, with --seeds 1,2,3 and --epochs 3
  --overheads             what training costs besides arithmetic: ${overheadNames.join(", ")}; --only takes these then
  --window                the built app: main-thread time a frame on a canvas of 500 layers; the packaged one: start-up and memory; --only takes ${windowNames.join(" or ")} then
Workloads: ${cases.map(({ id }) => id).join(", ")}`;

/** Each a word of its own on the command line; the first of several counts. */
const commands = ["help", "time-to-accuracy", "accuracy", "overheads", "window"] as const;

/** Reads the command line. Throws an Error in a person's words when it cannot be followed. */
export function readOptions(words: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...words],
    options: {
      only: { type: "string" },
      quick: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      electron: { type: "boolean", default: false },
      "time-to-accuracy": { type: "boolean", default: false },
      accuracy: { type: "boolean", default: false },
      overheads: { type: "boolean", default: false },
      window: { type: "boolean", default: false },
      epochs: { type: "string" },
      seeds: { type: "string", default: "1,2,3" },
      help: { type: "boolean", default: false },
    },
  });
  const command = commands.find((name) => values[name] === true) ?? "measure";
  return {
    command,
    cases: values.only === undefined || namesParts(command) ? cases : chosen(values.only),
    overheads:
      values.only === undefined || command !== "overheads"
        ? overheadNames
        : chosenParts(values.only, overheadNames, "overhead"),
    window:
      values.only === undefined || command !== "window"
        ? windowNames
        : chosenParts(values.only, windowNames, "measure of the window"),
    quick: values.quick,
    json: values.json,
    electron: values.electron,
    epochs: wholeNumber(values.epochs ?? (command === "accuracy" ? "3" : "10"), "--epochs"),
    seeds: values.seeds.split(",").map((seed) => wholeNumber(seed, "--seeds")),
  };
}

function chosen(only: string): readonly Case[] {
  const names = only.split(",").map((name) => name.trim());
  const matches = (name: string, { id, task }: Case) =>
    id === name || (task === "inference" && name.endsWith("-infer") && id.startsWith(`${name}-`));
  for (const name of names)
    if (!cases.some((candidate) => matches(name, candidate)))
      throw new Error(`There is no workload "${name}". Choose from ${cases.map(({ id }) => id).join(", ")}.`);
  return cases.filter((candidate) => names.some((name) => matches(name, candidate)));
}

/** Whether `--only` takes parts of the command instead of workloads. */
function namesParts(command: BenchOptions["command"]): boolean {
  return command === "overheads" || command === "window";
}

function chosenParts<Name extends string>(only: string, all: readonly Name[], what: string): readonly Name[] {
  const names = only.split(",").map((name) => name.trim());
  const isKnown = (name: string): name is Name => (all as readonly string[]).includes(name);
  const unknown = names.find((name) => !isKnown(name));
  if (unknown !== undefined)
    throw new Error(`There is no ${what} "${unknown}". Choose from ${all.join(", ")}.`);
  return names.filter(isKnown);
}

function wholeNumber(text: string, option: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isInteger(value) && value >= 0) return value;
  throw new Error(`${option} takes whole numbers, not "${text}".`);
}
