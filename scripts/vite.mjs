import path from "node:path";
import react from "@vitejs/plugin-react";
import { root } from "./setup/paths.mjs";

/*
 * The four entries of the app, each built on its own so that none shares a chunk with another: the window,
 * the main process, the training worker and the preload script (CommonJS, because a sandboxed preload script
 * cannot be a module). The targets are the oldest Electron the app runs on.
 */

const NODE_TARGET = "node20.18";
const CHROME_TARGET = "chrome130";

/** @returns {import("vite").InlineConfig} */
function windowConfig() {
  return {
    configFile: false,
    root: path.join(root, "renderer"),
    plugins: [react()],
    logLevel: "warn",
    build: {
      outDir: path.join(root, "out/renderer"),
      emptyOutDir: true,
      target: CHROME_TARGET,
      assetsInlineLimit: 0, // the content security policy allows no data: fonts or scripts
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 4096, // read from the disk, not from a network
    },
  };
}

/**
 * @param {string} entry
 * @param {string} output file name in out/app
 * @param {"es" | "cjs"} format
 * @returns {import("vite").InlineConfig}
 */
function nodeConfig(entry, output, format) {
  return {
    configFile: false,
    root,
    logLevel: "warn",
    publicDir: false,
    ssr: { noExternal: true, external: ["electron"], target: "node" },
    build: {
      ssr: path.join(root, entry),
      outDir: path.join(root, "out/app"),
      emptyOutDir: false,
      target: NODE_TARGET,
      minify: false, // stack traces in a bug report stay readable
      rolldownOptions: {
        external: ["electron"],
        output: { format, entryFileNames: output, codeSplitting: false },
      },
    },
  };
}

/** What is built: a name, the source that must exist, and Vite's configuration. */
export const builds = [
  { name: "window", source: "renderer/index.html", config: windowConfig },
  {
    name: "main process",
    source: "app/main/main.ts",
    config: () => nodeConfig("app/main/main.ts", "main.js", "es"),
  },
  {
    name: "training worker",
    source: "engine/host/worker.ts",
    config: () => nodeConfig("engine/host/worker.ts", "worker.js", "es"),
  },
  {
    name: "preload script",
    source: "app/preload/preload.ts",
    config: () => nodeConfig("app/preload/preload.ts", "preload.cjs", "cjs"),
  },
];
