import { describe, expect, it } from "vitest";
import type { MenuCommand } from "../contract/desktop.ts";
import { type MenuEntry, menuTable } from "./menu-table.ts";

/** Every command of the contract; the type makes sure that none is missing. */
const commands = {
  new: true,
  open: true,
  save: true,
  "save-as": true,
  "import-model": true,
  "import-data": true,
  "import-folder": true,
  "look-at-data": true,
  "paint-points": true,
  "export-model": true,
  undo: true,
  redo: true,
  cut: true,
  copy: true,
  paste: true,
  duplicate: true,
  "select-all": true,
  delete: true,
  "train-or-pause": true,
  group: true,
  ungroup: true,
  "toggle-group": true,
  tidy: true,
  "align-left": true,
  "align-centre": true,
  "align-right": true,
  "align-top": true,
  "align-middle": true,
  "align-bottom": true,
  "distribute-across": true,
  "distribute-down": true,
  "zoom-in": true,
  "zoom-out": true,
  "zoom-100": true,
  fit: true,
  "fit-selection": true,
  "toggle-palette": true,
  "toggle-inspector": true,
  "toggle-dock": true,
  "find-on-canvas": true,
  outline: true,
  disconnect: true,
  freeze: true,
  "add-note": true,
  build: true,
  inspect: true,
  "step-batch": true,
  "step-epoch": true,
  judge: true,
  "try-it": true,
  "hidden-space": true,
  "kept-runs": true,
  commands: true,
  shortcuts: true,
  settings: true,
  mistakes: true,
  about: true,
} satisfies Record<MenuCommand, true>;

const isCommand = (entry: MenuEntry) => entry.entry === "command";

describe.each(["mac", "other"] as const)("the menu on %s", (platform) => {
  const entries = menuTable(platform).flatMap((column) => column.entries);
  const items = entries.filter(isCommand);

  it("offers every command once", () => {
    expect(items.map(({ command }) => command).sort()).toEqual(Object.keys(commands).sort());
  });

  it("gives no key to two commands", () => {
    const keys = items.flatMap(({ accelerator }) => (accelerator ? [accelerator] : []));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("cuts, copies and pastes through the page's clipboard, nothing else", () => {
    const found = items.filter(({ clipboard }) => clipboard).map(({ command }) => command);
    expect(found).toEqual(["cut", "copy", "paste"]);
  });

  it("can be quit", () => {
    expect(entries).toContainEqual({ entry: "role", role: "quit" });
  });
});
