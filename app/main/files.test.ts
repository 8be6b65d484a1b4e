import path from "node:path";
import { expect, test } from "vitest";
import { contentHeaders, contentSecurityPolicy, fileForUrl, isAppUrl } from "./files.ts";

const folder = path.resolve("/opt/layerlab/renderer");

test.each([
  ["app://layerlab/", "index.html"],
  ["app://layerlab/index.html", "index.html"],
  ["app://layerlab/assets/index-1a2b.js", "assets/index-1a2b.js"],
  ["app://layerlab/assets/../index.html?x=1#top", "index.html"],
  ["app://layerlab/a%20name.svg", "a name.svg"],
])("%s is a file of the window", (url, name) => {
  expect(fileForUrl(url, folder)).toBe(path.join(folder, name));
});

test.each([
  "app://layerlab/..%2f..%2fetc/passwd",
  "app://layerlab/..%5c..%5cwindows",
  "app://layerlab/%2e%2e%2f%2e%2e%2fsecret",
  "app://layerlab/..%2frenderer-of-another-app/index.html",
  "app://layerlab/index.html%00.png",
  "app://layerlab/%E0%A4%A",
  "app://elsewhere/index.html",
  "app://layerlab.evil/index.html",
  "file:///etc/passwd",
  "http://layerlab/index.html",
  "not a url",
])("%s is refused", (url) => {
  expect(fileForUrl(url, folder)).toBeUndefined();
});

test("only the app's own origin counts as the window", () => {
  expect(isAppUrl("app://layerlab/index.html")).toBe(true);
  expect(isAppUrl("app://layerlab@evil/index.html")).toBe(false);
  expect(isAppUrl("")).toBe(false);
});

test("every answer carries the policy and the isolation headers", () => {
  expect(contentHeaders(".unknown")).toMatchObject({
    "Content-Type": "application/octet-stream",
    "Content-Security-Policy": contentSecurityPolicy,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
  });
  expect(contentSecurityPolicy).not.toMatch(/unsafe|\*|https?:/);
});
