import { writeFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { chooseFromMenu, layer, openTemplate, runWords, select, setField, transport } from "../driver.ts";
import { labToLaunch } from "../lab-of-test.ts";

const lab = labToLaunch();

/** What axe finds that keeps somebody from using the screen, in one line each. */
async function seriousFaults(): Promise<string[]> {
  // The usual mode opens a page of its own, which Electron has not.
  const { violations } = await new AxeBuilder({ page: lab.page }).setLegacyMode().analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`),
    );
}

/** Every screen and dialog, as a person comes by them. */
const screens: readonly { readonly name: string; readonly open: () => Promise<unknown> }[] = [
  { name: "start", open: () => lab.page.getByTestId("template-three-blobs").waitFor() },
  { name: "settings", open: () => lab.page.keyboard.press("Control+,") },
  {
    name: "about",
    open: async () => {
      await closeDialog();
      await chooseFromMenu(lab, "Help", "About Layerlab");
      await lab.page.getByText("zod 4").click();
    },
  },
  {
    name: "a template",
    open: async () => {
      await closeDialog();
      await openTemplate(lab, "fashion-classifier"); // trains longer than axe looks
      await lab.page.locator("[data-layer]").first().waitFor();
    },
  },
  {
    name: "a note that is written",
    open: async () => {
      await lab.page.getByTestId("add-note").click();
      await lab.page.keyboard.type("Compare with a wider kernel");
    },
  },
  { name: "a note that is chosen", open: () => lab.page.keyboard.press("Escape") },
  {
    name: "a group with its frame",
    open: async () => {
      await select(lab, "Conv 2");
      await layer(lab, "ReLU 2")
        .locator(".layer-head")
        .click({ modifiers: ["Shift"] });
      await lab.page.keyboard.press("Control+g");
      await lab.page.getByTestId("frame-Block 1").waitFor();
    },
  },
  {
    name: "a collapsed group",
    open: async () => {
      await lab.page.keyboard.press("Control+Shift+e");
      await lab.page.getByTestId("block-Block 1").waitFor();
    },
  },
  {
    name: "the outline",
    open: async () => {
      await lab.page.keyboard.press("Control+Shift+o");
      await lab.page.getByTestId("outline").waitFor();
    },
  },
  {
    name: "the menu of a right click",
    open: async () => {
      await lab.page.keyboard.press("Control+Shift+o");
      await layer(lab, "Conv 1").locator(".layer-head").click({ button: "right" });
      await lab.page.getByRole("menu").waitFor();
    },
  },
  {
    name: "a group that is taken apart",
    open: async () => {
      await lab.page.keyboard.press("Escape");
      await lab.page.getByTestId("block-Block 1").click();
      await lab.page.keyboard.press("Control+Shift+g");
      await layer(lab, "Conv 2").waitFor();
    },
  },
  { name: "a layer's settings", open: () => select(lab, "Dense 1") },
  {
    name: "a hint with its fix",
    open: async () => {
      await setField(lab, "L2", "5");
      await lab.page.keyboard.press("F8");
      await lab.page.getByTestId("problem-popover").waitFor();
    },
  },
  {
    name: "training",
    open: async () => {
      await transport(lab, "Train").click();
      await expect(runWords(lab)).toContainText(/batch [1-9]/, { timeout: 30_000 });
    },
  },
  {
    name: "paused",
    open: async () => {
      await transport(lab, "Pause").click();
      await expect(runWords(lab)).toContainText("Paused");
    },
  },
  {
    name: "inspect",
    open: async () => {
      await lab.page.keyboard.press("Control+2");
      await lab.page.getByTestId("microscope").waitFor();
      await lab.page.getByTestId("explanation").getByRole("switch").click();
      await lab.page.getByRole("img", { name: /^Saliency/ }).waitFor();
    },
  },
  {
    name: "try it",
    open: async () => {
      await lab.page.keyboard.press("Control+1");
      await byCommand("Try it");
    },
  },
  { name: "judgement", open: () => byCommand("How good is it?") },
  {
    name: "hidden space",
    open: async () => {
      await closeDialog();
      await byCommand("Hidden space");
      await lab.page
        .getByRole("dialog")
        .getByRole("button", { name: "Cancel" })
        .waitFor({ state: "detached" });
    },
  },
  {
    name: "kept runs",
    open: async () => {
      await closeDialog();
      await byCommand("Kept runs");
    },
  },
  {
    name: "the data",
    open: async () => {
      await closeDialog();
      await byCommand("Look at the data");
      await lab.page.getByTestId("data-panel").locator("canvas").first().waitFor();
    },
  },
  {
    name: "shortcuts",
    open: async () => {
      await closeDialog();
      await lab.page.keyboard.press("F1");
    },
  },
  {
    name: "typical mistakes",
    open: async () => {
      await closeDialog();
      await byCommand("Typical mistakes");
    },
  },
  {
    name: "commands",
    open: async () => {
      await closeDialog();
      await lab.page.keyboard.press("Control+k");
    },
  },
  {
    name: "an unfinished network",
    open: async () => {
      await closeDialog();
      await chooseFromMenu(lab, "File", "New");
      await lab.page.getByRole("button", { name: "Don't save" }).click();
      await expect(lab.page.getByTestId("project-name")).not.toHaveValue("Fashion classifier");
    },
  },
  {
    name: "painting points",
    open: async () => {
      await byCommand("Paint points");
      await lab.page.getByTestId("painter").waitFor();
    },
  },
  {
    name: "a question",
    open: async () => {
      await closeDialog();
      await lab.page.getByTestId("project-name").fill("Mine");
      await lab.page.getByTestId("project-name").press("Enter");
      await chooseFromMenu(lab, "File", "New");
    },
  },
];

async function closeDialog(): Promise<void> {
  await lab.page.keyboard.press("Escape");
  await expect(lab.page.locator("dialog[open]")).toHaveCount(0);
}

async function byCommand(words: string): Promise<void> {
  await lab.page.keyboard.press("Control+k");
  await lab.page.getByPlaceholder("Type a command or a layer").fill(words);
  await lab.page.keyboard.press("Enter");
}

test("a fault that is put there is found", async () => {
  await lab.launch();
  await lab.page
    .getByTestId("start-screen")
    .evaluate((screen) => screen.append(document.createElement("button")));
  expect(await seriousFaults()).toEqual([expect.stringMatching(/^button-name: /)]);
});

for (const theme of ["light", "dark"] as const)
  test(`nothing on any screen keeps somebody out, ${theme}`, async () => {
    test.setTimeout(180_000);
    await writeFile(lab.file("settings.json"), JSON.stringify({ theme }));
    await lab.launch();
    await expect(lab.page.locator("html")).toHaveAttribute("data-theme", theme);
    const found: Record<string, string[]> = {};
    for (const { name, open } of screens) {
      await open();
      const faults = await seriousFaults();
      if (faults.length > 0) found[name] = faults;
    }
    expect(found).toEqual({});
  });

for (const theme of ["light", "dark"] as const)
  test(`who asks for more contrast gets text of 7:1, borders, lines and ports of 4.5:1, ${theme}`, async () => {
    test.setTimeout(180_000);
    await writeFile(lab.file("settings.json"), JSON.stringify({ theme }));
    await lab.launch();
    await lab.page.emulateMedia({ contrast: "more" });
    const found: Record<string, string[]> = {};
    for (const { name, open } of screens) {
      await open();
      const faults = [...(await weakTexts()), ...(await weakMarks())];
      if (faults.length > 0) found[name] = faults;
    }
    expect(found).toEqual({});
  });

/** Texts of less than 7:1, or 4.5:1 for large ones, as axe measures them. */
async function weakTexts(): Promise<string[]> {
  const axe = new AxeBuilder({ page: lab.page }).setLegacyMode().withRules(["color-contrast-enhanced"]);
  const { violations } = await axe.analyze();
  return violations.flatMap(({ nodes }) =>
    nodes.map(({ target, any }) => `${target.join(" ")}: ${any[0]?.message}`),
  );
}

/** What is drawn as a border or a line and is told from its ground by less than 4.5:1. */
function weakMarks(): Promise<string[]> {
  return lab.page.evaluate(() => {
    const numbers = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const luminance = (colour: string) => {
      const [red = 0, green = 0, blue = 0] = numbers(colour).map((part) =>
        part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const ground = (element: Element | null): string => {
      if (!element) return "rgb(255, 255, 255)";
      const { backgroundColor } = getComputedStyle(element);
      const [, , , opacity = 1] = numbers(backgroundColor);
      return opacity === 1 ? backgroundColor : ground(element.parentElement);
    };
    const marks: readonly (readonly [
      selector: string,
      pseudo: string | null,
      "stroke" | "border-top-color",
    ])[] = [
      [".layer:not(.is-waiting)", null, "border-top-color"],
      [".port:not(.is-spare)", "::after", "border-top-color"],
      [".tensor-line", null, "stroke"],
      ["input:not([type=radio], [type=checkbox], [type=file], [type=range])", null, "border-top-color"],
      ["select", null, "border-top-color"],
    ];
    return marks.flatMap(([selector, pseudo, property]) =>
      [...document.querySelectorAll(selector)].flatMap((element) => {
        const style = getComputedStyle(element, pseudo);
        const colour = style.getPropertyValue(property);
        const isDrawn =
          element.checkVisibility({ visibilityProperty: true }) &&
          colour !== "none" &&
          numbers(colour)[3] !== 0 &&
          (property === "stroke" || Number.parseFloat(style.borderTopWidth) > 0);
        if (!isDrawn) return [];
        const [one, other] = [luminance(colour), luminance(ground(element.parentElement))];
        const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
        return ratio < 4.5 ? [`${selector}: ${colour} has ${ratio.toFixed(2)}:1`] : [];
      }),
    );
  });
}
