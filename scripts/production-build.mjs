import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { buildKernels } from "./kernels-build.mjs";
import { BundledPackages, shippedParts } from "./licences.mjs";
import { root } from "./setup/paths.mjs";
import { SetupProblem } from "./setup/problem.mjs";

const SOURCES = [
  "engine",
  "app",
  "renderer",
  "scripts",
  "assets/datasets",
  "package.json",
  "package-lock.json",
];
const STAMP = "out/build-inputs.txt";

/**
 * Builds all four entries and the SIMD kernels. An entry whose source is missing is reported after the others
 * are built.
 * @param {{ log?: (line: string) => void }} options
 * @throws {SetupProblem}
 */
export async function buildApp({ log = console.log } = {}) {
  // Imported here, because start.mjs loads this file before the npm packages are there.
  const [{ build }, { builds }, { buildIcons }] = await Promise.all([
    import("vite"),
    import("./vite.mjs"),
    import("./icons.mjs"),
  ]);
  const inputs = buildInputs(root);
  rmSync(path.join(root, STAMP), { force: true });
  rmSync(path.join(root, "out/app"), { recursive: true, force: true });
  const bundled = new BundledPackages();
  const missing = builds.filter(({ source }) => !existsSync(path.join(root, source)));
  const steps = [
    ...builds
      .filter((entry) => !missing.includes(entry))
      .map(({ name, config }) => ({ name, run: () => build(withPlugin(config(), bundled.plugin())) })),
    { name: "SIMD kernels", run: () => buildKernels("out/app/kernels.wasm", "reproducible") },
    { name: "SIMD kernels, fast maths", run: () => buildKernels("out/app/kernels-fast.wasm", "fast") },
    { name: "WebP codec", run: () => copyCodec() },
    { name: "icons", run: () => buildIcons() },
  ];
  for (const { name, run } of steps) {
    const started = performance.now();
    await run();
    log(`build: ${name} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
  if (missing.length > 0) {
    const names = missing.map(({ name, source }) => `${name}: ${source}`).join(", ");
    throw new SetupProblem(`the build is not complete, these sources do not exist: ${names}`);
  }
  const parts = shippedParts(bundled.folders);
  writeFileSync(path.join(root, "out/app/licences.json"), `${JSON.stringify(parts)}\n`);
  log(`build: licences of the ${parts.length} parts that ship`);
  writeFileSync(path.join(root, STAMP), inputs);
}

/**
 * @param {import("vite").InlineConfig} config
 * @param {import("vite").Plugin} plugin
 * @returns {import("vite").InlineConfig}
 */
function withPlugin(config, plugin) {
  return { ...config, plugins: [...(config.plugins ?? []), plugin] };
}

/** The only part of an npm package that no bundle can hold. */
function copyCodec() {
  const codec = path.join(root, "node_modules/@jsquash/webp/codec/dec/webp_dec.wasm");
  copyFileSync(codec, path.join(root, "out/app/webp.wasm"));
}

/** Builds when a source was added, removed or changed since the last complete build. */
export async function buildIfStale() {
  const stamp = path.join(root, STAMP);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === buildInputs(root)) return;
  console.log("build: the app is not built, or its sources have changed");
  await buildApp();
}

/**
 * A hash over the name, size and time of every source file: milliseconds for hundreds of files.
 * @param {string} folder
 */
export function buildInputs(folder) {
  const hash = createHash("sha256");
  const visit = (/** @type {string} */ file) => {
    const facts = statSync(file, { throwIfNoEntry: false });
    if (facts === undefined) return;
    if (facts.isDirectory()) {
      for (const name of readdirSync(file).sort()) visit(path.join(file, name));
    } else hash.update(`${path.relative(folder, file)} ${facts.size} ${facts.mtimeMs}\n`);
  };
  for (const source of SOURCES) visit(path.join(folder, source));
  return hash.digest("hex");
}
