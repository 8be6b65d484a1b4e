import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { root } from "./setup/paths.mjs";

test("on Linux the windows are named as the menu entry is, so that the taskbar groups them and shows the icon", async () => {
  const { desktopName } = JSON.parse(await readFile(`${root}/package.json`, "utf8"));
  const recipe = await readFile(`${root}/electron-builder.yml`, "utf8");
  const executable = /^ {2}executableName: (\S+)$/m.exec(recipe)?.[1];
  expect(desktopName).toBe(`${executable}.desktop`);
  expect(recipe).toMatch(/^ {2}syncDesktopName: true$/m);
});
