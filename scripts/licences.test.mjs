import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { BundledPackages, packageFolder, shippedParts } from "./licences.mjs";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "layerlab-licences-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/**
 * @param {string} name
 * @param {object} facts
 * @param {Record<string, string>} files
 */
function packageWith(name, facts, files = {}) {
  const place = path.join(folder, "node_modules", name);
  mkdirSync(place, { recursive: true });
  writeFileSync(path.join(place, "package.json"), JSON.stringify({ name, version: "1.2.3", ...facts }));
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(place, file), text);
  return place;
}

test.each([
  ["/lab/node_modules/react/index.js", "/lab/node_modules/react"],
  ["/lab/node_modules/@scope/part/dist/a.mjs?commonjs-es-import", "/lab/node_modules/@scope/part"],
  ["\0/lab/node_modules/react/index.js?commonjs-module", "/lab/node_modules/react"],
  ["/lab/node_modules/a/node_modules/b/c.js", "/lab/node_modules/a/node_modules/b"],
  ["C:\\lab\\node_modules\\zod\\index.js", "C:/lab/node_modules/zod"],
  ["/lab/renderer/app.tsx", null],
  ["\0vite/preload-helper.js", null],
])("%s belongs to %s", (file, expected) => {
  expect(packageFolder(file)).toBe(expected);
});

test("what was bundled is listed once, with its licence, its notices and its address", () => {
  const place = packageWith(
    "part",
    { license: "ISC", repository: { url: "git+https://example.org/part.git" } },
    { LICENSE: "Permission is granted.\n", "NOTICE.md": "And thanks.", "readme.md": "no" },
  );
  const bundled = new BundledPackages();
  bundled.add(`${place}/index.js`);
  bundled.add(`${place}/other.js`);
  const found = shippedParts(bundled.folders).filter(({ name }) => name === "part");
  expect(found).toEqual([
    {
      name: "part",
      version: "1.2.3",
      kind: "library",
      licence: "ISC",
      text: "Permission is granted.\n\nAnd thanks.",
      link: "https://example.org/part",
    },
  ]);
});

test("MIT that is only stated gets the text that MIT has, with the author", () => {
  const place = packageWith("stated", { license: "MIT", author: { name: "Ada" } });
  const text = shippedParts([place]).find(({ name }) => name === "stated")?.text;
  expect(text).toContain("Copyright (c) Ada");
  expect(text).toContain('THE SOFTWARE IS PROVIDED "AS IS"');
});

test("the build ends with words when a licence text is missing", () => {
  const place = packageWith("bare", { license: "Apache-2.0" });
  expect(() => shippedParts([place])).toThrow(/bare ships with the app and has no licence text/);
});

test("data, kernels' library and runtime are always among them", () => {
  const names = shippedParts([]).map(({ kind, name }) => `${kind} ${name}`);
  expect(names).toEqual(
    expect.arrayContaining([
      "library assemblyscript",
      "data Fashion-MNIST",
      "data Iris flowers",
      "runtime electron",
    ]),
  );
});
