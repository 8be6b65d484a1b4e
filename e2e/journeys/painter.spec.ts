import { expect, test } from "@playwright/test";
import { openTemplate, runWords, selectNothing } from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

const lab = labOfEachTest();

test("points of one's own: painted and erased by mouse and keys, taken back stroke by stroke, learnt", async () => {
  const { page } = lab;
  await openTemplate(lab, "two-spirals");
  await selectNothing(lab);
  await page.getByTestId("inspector").getByRole("button", { name: "Paint points" }).click();
  const painter = page.getByRole("dialog", { name: "Your own points" });
  await expect(painter.getByRole("status")).toContainText("1,000 points: 70 % to train on");
  // Only a look: closed without a change, the data are the spirals still.
  await painter.getByRole("button", { name: "Done" }).click();
  await expect(page.getByTestId("data-card")).toContainText("Two spirals");
  await expect(page.getByTestId("save-state")).not.toContainText("Edited");
  await page.getByTestId("inspector").getByRole("button", { name: "Paint points" }).click();
  await painter.getByRole("button", { name: "Clear" }).click();
  await expect(painter.getByRole("status")).toContainText("There are 0 points");
  // Until there are enough the network waits, and says what for.
  await expect(page.getByTestId("train")).toHaveAttribute("aria-disabled", "true");

  const plane = painter.getByRole("button", { name: /^The plane/ });
  const box = await plane.boundingBox();
  if (!box) throw new Error("The plane is not there.");
  const at = (x: number, y: number) =>
    [box.x + (0.5 + x / 12) * box.width, box.y + (0.5 - y / 12) * box.height] as const;
  const paint = async (label: string, y: number) => {
    await painter.getByRole("radio", { name: label }).check();
    await page.mouse.move(...at(-4, y));
    await page.mouse.down();
    await page.mouse.move(...at(4, y), { steps: 40 });
    await page.mouse.up();
  };
  await paint("Class A", 3);
  await paint("Class B", -3);
  await expect(painter.getByRole("button", { name: /^Undo paint \d+ points$/ })).toBeVisible();
  const count = async () => Number(/(\d+) points/.exec((await plane.getAttribute("aria-label")) ?? "")?.[1]);
  const both = await count();
  expect(both).toBeGreaterThan(100);
  await painter.getByRole("button", { name: /^Undo paint/ }).click();
  await expect.poll(count).toBeLessThan(both);
  await painter.getByRole("button", { name: /^Redo paint/ }).click();
  await expect.poll(count).toBe(both);

  // The right button erases, whatever is chosen; it is one step, too.
  await page.mouse.move(...at(-4, -3));
  await page.mouse.down({ button: "right" });
  await page.mouse.move(...at(0, -3), { steps: 20 });
  await page.mouse.up({ button: "right" });
  await expect.poll(count).toBeLessThan(both);
  await painter.getByRole("button", { name: /^Undo erase \d+ points$/ }).click();
  await expect.poll(count).toBe(both);

  await plane.focus();
  await painter.getByRole("radio", { name: "Point", exact: true }).check();
  await plane.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect.poll(count).toBe(both + 1);
  await page.keyboard.press("Delete");
  await expect.poll(count).toBe(both);

  await painter.getByRole("button", { name: "Done" }).click();
  await expect(page.getByTestId("data-card")).toContainText("Your own points");
  await page.getByTestId("train").click();
  await expect(runWords(lab)).toContainText(/^Trained in .* test accuracy (9\d|100)(\.\d)?\s%/, {
    timeout: 40_000,
  });
});
