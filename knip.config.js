/** Finds files, exports and dependencies that nothing uses. Not every file is imported by name: */
export default {
  entry: [
    "scripts/*.mjs",
    "scripts/setup/default-app-main.mjs", // packed into an archive that Electron opens
    "engine/index.ts", // the public door
    "engine/host/worker.ts",
    "engine/host/worker-entry.mjs",
    "engine/host/compile-kernels.ts",
    "app/main/main.ts",
    "app/preload/preload.ts",
    "renderer/main.tsx",
    "bench/layerlab/process.ts", // subjects of the bench: processes of their own
    "bench/peak/process.ts",
    "bench/overheads/memory-process.ts",
    "bench/entry.mjs",
    "bench/peers/*.mjs",
  ],
  project: ["{engine,app,renderer,e2e,bench}/**/*.{ts,tsx,mjs,css}", "{bin,scripts}/**/*.mjs"],
  compilers: {
    // Style sheets name the font packages.
    css: (/** @type {string} */ text) =>
      [...text.matchAll(/(?:url\(|@import )"((?!data:)[^"]+)"/g)]
        .map(([, name]) => `import "${name}";`)
        .join("\n"),
  },
  ignoreDependencies: [
    "@biomejs/biome", // run by their path
    "electron-builder",
    "@tensorflow/tfjs", // of bench/peers/package.json, installed on request
    "@tensorflow/tfjs-backend-wasm",
    "convnetjs",
  ],
  ignoreBinaries: ["Xvfb", "apt-cache", "apt-get", "ldd"], // of the system
  exclude: ["types"],
  ignoreExportsUsedInFile: true,
};
