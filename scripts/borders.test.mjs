import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "./setup/paths.mjs";

/*
 * Proves each import border by breaking it: a throw-away tree gets one file per case, and Biome, with this
 * repository's own configuration, must refuse exactly the files that cross a border.
 */

/** File, what it imports, and a word of the message; no word where the import is allowed. */
const cases = [
  ["engine/random.ts", "./tensor.ts"],
  ["engine/random.ts", "zod"],
  ["engine/random.ts", "electron", "runs anywhere"],
  ["engine/random.ts", "electron/main", "runs anywhere"],
  ["engine/random.ts", "react", "runs anywhere"],
  ["engine/random.ts", "react-dom/client", "runs anywhere"],
  ["engine/random.ts", "react/jsx-runtime", "runs anywhere"],
  ["engine/random.ts", "react-dom", "runs anywhere"],
  ["engine/random.ts", "@xyflow/react", "runs anywhere"],
  ["engine/random.ts", "../app/contract/desktop.ts", "runs anywhere"],
  ["engine/random.ts", "../renderer/desktop.ts", "runs anywhere"],
  ["engine/random.ts", "node:fs", "Only engine/host"],
  ["engine/training/trainer.ts", "../host/threads.ts", "outermost ring"],
  ["engine/training/trainer.ts", "../graph/plan.ts"],
  ["engine/training/trainer.test.ts", "node:fs"],
  ["engine/kernels/loops.ts", "./kernels.ts"],
  ["engine/kernels/loops.ts", "../tensor.ts"],
  ["engine/kernels/loops.ts", "../layers/layer.ts", "lowest ring"],
  ["engine/kernels/loops.ts", "../graph/graph.ts", "lowest ring"],
  ["engine/kernels/loops.ts", "../training/trainer.ts", "lowest ring"],
  ["engine/kernels/loops.ts", "../inspect/inspect.ts", "lowest ring"],
  ["engine/kernels/loops.ts", "../data/idx.ts", "lowest ring"],
  ["engine/kernels/loops.ts", "../project/project.ts", "lowest ring"],
  ["engine/kernels/loops.ts", "../export/model.ts", "lowest ring"],
  ["engine/kernels/loops.ts", "node:fs", "Only engine/host"],
  ["engine/kernels/loops.ts", "../host/worker.ts", "outermost ring"],
  ["engine/kernels/loops.ts", "electron", "runs anywhere"],
  ["engine/layers/registry.ts", "./dense/dense.ts"],
  ["engine/layers/registry.ts", "../graph/graph.ts", "nothing of graphs"],
  ["engine/layers/registry.ts", "../kernels/loops.ts", "passed in"],
  ["engine/layers/registry.ts", "../kernels/kernels.ts"],
  ["engine/layers/registry.ts", "node:fs", "Only engine/host"],
  ["engine/layers/registry.ts", "../host/worker.ts", "outermost ring"],
  ["engine/layers/registry.ts", "electron", "runs anywhere"],
  ["engine/layers/dense/dense.ts", "../layer.ts"],
  ["engine/layers/dense/dense.ts", "../../tensor.ts"],
  ["engine/layers/dense/dense.ts", "../../kernels/kernels.ts"],
  ["engine/layers/dense/dense.ts", "./weights.ts"],
  ["engine/layers/activation/activation.ts", "../../kernels/elementwise.ts"],
  ["engine/layers/dense/dense.ts", "../conv2d/conv2d.ts", "never imports another"],
  ["engine/layers/dense/dense.ts", "../registry.ts", "does not know the list"],
  ["engine/layers/dense/dense.ts", "../../kernels/loops/loops.ts", "passed in"],
  ["engine/layers/dense/dense.ts", "../../export/model.ts", "nothing of graphs"],
  ["engine/layers/dense/dense.ts", "node:fs", "Only engine/host"],
  ["engine/layers/dense/dense.ts", "../../host/worker.ts", "outermost ring"],
  ["engine/layers/dense/dense.ts", "electron", "runs anywhere"],
  ["engine/graph/plan.ts", "../layers/registry.ts"],
  ["engine/graph/plan.ts", "../kernels/kernels.ts"],
  ["engine/graph/plan.ts", "../training/trainer.ts", "graph is below"],
  ["engine/graph/plan.ts", "../inspect/inspect.ts", "graph is below"],
  ["engine/graph/plan.ts", "../data/idx.ts", "graph is below"],
  ["engine/graph/plan.ts", "../project/project.ts", "graph is below"],
  ["engine/graph/plan.ts", "../export/model.ts", "graph is below"],
  ["engine/graph/plan.ts", "node:fs", "Only engine/host"],
  ["engine/graph/plan.ts", "../host/worker.ts", "outermost ring"],
  ["engine/graph/plan.ts", "electron", "runs anywhere"],
  ["engine/host/worker.ts", "node:worker_threads"],
  ["engine/host/worker.ts", "../training/trainer.ts"],
  ["engine/host/worker.ts", "electron", "runs anywhere"],
  ["engine/host/cli/main.ts", "../../../app/main/main.ts", "runs anywhere"],
  ["app/contract/desktop.ts", "../../engine/protocol.ts"],
  ["app/contract/desktop.ts", "electron", "both processes read"],
  ["app/contract/desktop.ts", "electron/main", "both processes read"],
  ["app/contract/desktop.ts", "node:fs", "both processes read"],
  ["app/contract/desktop.ts", "../main/ipc.ts", "data types only"],
  ["app/contract/desktop.ts", "../preload/preload.ts", "data types only"],
  ["app/contract/desktop.ts", "../../renderer/app.tsx", "data types only"],
  ["app/contract/desktop.ts", "../../engine/kernels/loops.ts", "data types only"],
  ["app/contract/desktop.ts", "../../engine/host/threads.ts", "data types only"],
  ["app/preload/preload.ts", "electron"],
  ["app/preload/preload.ts", "../contract/desktop.ts"],
  ["app/preload/preload.ts", "node:fs", "has no Node"],
  ["app/preload/preload.ts", "../main/ipc.ts", "app/contract and electron only"],
  ["app/preload/preload.ts", "../../renderer/desktop.ts", "app/contract and electron only"],
  ["app/preload/preload.ts", "../../engine/protocol.ts", "app/contract and electron only"],
  ["app/main/main.ts", "electron"],
  ["app/main/main.ts", "node:fs"],
  ["app/main/main.ts", "../../engine/host/threads.ts"],
  ["app/main/main.ts", "../../renderer/app.tsx", "neither the window"],
  ["app/main/main.ts", "../preload/preload.ts", "neither the window"],
  ["app/main/main.ts", "react", "neither the window"],
  ["app/main/main.ts", "react/jsx-runtime", "neither the window"],
  ["app/main/main.ts", "react-dom", "neither the window"],
  ["app/main/main.ts", "react-dom/client", "neither the window"],
  ["renderer/app.tsx", "./canvas/canvas.tsx"],
  ["renderer/app.tsx", "../app/contract/desktop.ts"],
  ["renderer/app.tsx", "../engine/tensor.ts"],
  ["renderer/app.tsx", "../engine/protocol.ts"],
  ["renderer/app.tsx", "../engine/words/say.ts"],
  ["renderer/app.tsx", "../engine/layers/registry.ts"],
  ["renderer/app.tsx", "../engine/graph/check.ts"],
  ["renderer/app.tsx", "../engine/project/project.ts"],
  ["renderer/app.tsx", "../engine/data/dataset.ts"],
  ["renderer/app.tsx", "../engine/data/plane.ts"],
  ["renderer/app.tsx", "../engine/data/idx.ts", "come from the worker"],
  ["renderer/app.tsx", "electron", "neither Electron nor Node"],
  ["renderer/app.tsx", "electron/renderer", "neither Electron nor Node"],
  ["renderer/app.tsx", "node:fs", "neither Electron nor Node"],
  ["renderer/app.tsx", "../app/main/ipc.ts", "neither Electron nor Node"],
  ["renderer/app.tsx", "../app/preload/preload.ts", "neither Electron nor Node"],
  ["renderer/app.tsx", "../engine/kernels/loops.ts", "come from the worker"],
  ["renderer/app.tsx", "../engine/training/trainer.ts", "come from the worker"],
  ["renderer/app.tsx", "../engine/host/threads.ts", "come from the worker"],
  ["renderer/canvas/canvas.tsx", "../document/store.ts"],
  ["renderer/canvas/canvas.tsx", "../design/button.tsx"],
  ["renderer/canvas/canvas.tsx", "../views/histogram.tsx"],
  ["renderer/canvas/canvas.tsx", "../desktop.ts"],
  ["renderer/canvas/canvas.tsx", "../../engine/graph/graph.ts"],
  ["renderer/canvas/nodes/node.tsx", "../edges/edge.tsx"],
  ["renderer/canvas/nodes/node.tsx", "../../inspector/form.tsx", "Feature folders"],
  ["renderer/palette/palette.tsx", "../../engine/data/idx.ts", "come from the worker"],
  ["renderer/palette/palette.tsx", "electron", "neither Electron nor Node"],
  ...[
    "palette",
    "inspector",
    "canvas",
    "training",
    "problems",
    "data-card",
    "start",
    "backprop",
    "compare",
    "lessons",
    "try",
  ].map((feature) => [
    `renderer/${feature}/panel.tsx`,
    feature === "palette" ? "../canvas/canvas.tsx" : "../palette/palette.tsx",
    "Feature folders",
  ]),
  ["renderer/views/histogram.tsx", "../design/tokens.ts"],
  ["renderer/design/button.tsx", "electron", "neither Electron nor Node"],
  ["renderer/design/button.tsx", "../../engine/data/idx.ts", "come from the worker"],
  ...[
    "palette",
    "inspector",
    "canvas",
    "training",
    "problems",
    "backprop",
    "compare",
    "lessons",
    "try",
  ].flatMap((feature) =>
    ["design", "views", "document"].map((below) => [
      `renderer/${below}/part.ts`,
      `../${feature}/${feature}.tsx`,
      "below the features",
    ]),
  ),
  ["e2e/journeys/train.spec.ts", "../driver.ts"],
  ["e2e/journeys/train.spec.ts", "../../app/contract/desktop.ts"],
  ["e2e/journeys/train.spec.ts", "electron", "as a person does"],
  ["e2e/journeys/train.spec.ts", "../../engine/protocol.ts", "as a person does"],
  ["e2e/journeys/train.spec.ts", "../../renderer/app.tsx", "as a person does"],
  ["e2e/journeys/train.spec.ts", "../../app/main/main.ts", "as a person does"],
  ["e2e/journeys/train.spec.ts", "../../app/preload/preload.ts", "as a person does"],
].map(([file = "", source = "", word = ""], index) => ({ file, source, word, place: numbered(file, index) }));

let folder = "";
/** @type {Map<string, string[]>} messages by file */
let found = new Map();

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "layerlab-borders-"));
  cpSync(path.join(root, "biome.json"), path.join(folder, "biome.json"));
  for (const { place, source } of cases)
    write(place, `import { it } from "${source}";\nexport const own = it;\n`);
  write("engine/cycle/one.ts", 'import { two } from "./two.ts";\nexport const one = () => two;\n');
  write("engine/cycle/two.ts", 'import { one } from "./one.ts";\nexport const two = () => one;\n');
  found = lint();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(cases.filter(({ word }) => word !== ""))("$file may not import $source", ({ place, word }) => {
  const messages = found.get(place) ?? [];
  expect(messages).toHaveLength(1);
  expect(messages[0]).toContain(word);
});

test.each(cases.filter(({ word }) => word === ""))("$file may import $source", ({ place }) => {
  expect(found.get(place) ?? []).toEqual([]);
});

test("an import cycle is refused", () => {
  expect(found.get("engine/cycle/one.ts")?.join()).toContain("cycle");
});

describe("every border of biome.json is broken by a case above", () => {
  /** @typedef {{ options: { patterns: { message: string }[] } }} Rule */
  /** @type {{ includes: string[], linter: { rules: { style: { noRestrictedImports: Rule } } } }[]} */
  const overrides = JSON.parse(readFileSync(path.join(root, "biome.json"), "utf8")).overrides;
  const patterns = overrides.flatMap(({ includes: [where = ""], linter }) =>
    linter.rules.style.noRestrictedImports.options.patterns.map(({ message }) => ({ where, message })),
  );
  test.each(patterns)("$where: $message", ({ where, message }) => {
    const start = where.replace(/\*.*$/, "");
    const broken = cases.filter(
      ({ file, place }) => file.startsWith(start) && found.get(place)?.join().includes(message),
    );
    expect(broken.length).toBeGreaterThan(0);
  });
});

/** A folder of its own would move the relative imports, so the number goes into the file's name. */
function numbered(/** @type {string} */ file, /** @type {number} */ index) {
  const { dir, base } = path.posix.parse(file);
  const [name, ...endings] = base.split(".");
  return `${dir}/${name}-${index}.${endings.join(".")}`;
}

function write(/** @type {string} */ file, /** @type {string} */ text) {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
}

function lint() {
  const biome = path.join(root, "node_modules/@biomejs/biome/bin/biome");
  const words = ["lint", "--vcs-enabled=false", "--max-diagnostics=none", "--reporter=json"];
  const only = ["--only=style/noRestrictedImports", "--only=suspicious/noImportCycles"];
  const run = spawnSync(process.execPath, [biome, ...words, ...only, "."], { cwd: folder, encoding: "utf8" });
  /** @type {Map<string, string[]>} */
  const messages = new Map();
  for (const { location, message, advices } of JSON.parse(run.stdout).diagnostics) {
    const file = typeof location.path === "string" ? location.path : location.path.file;
    const key = file.replaceAll("\\", "/");
    messages.set(key, [...(messages.get(key) ?? []), JSON.stringify([message, advices])]);
  }
  return messages;
}
