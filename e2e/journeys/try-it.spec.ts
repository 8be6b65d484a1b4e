import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, type Locator, test } from "@playwright/test";
import type { TrainingEvent } from "../../app/contract/calls.ts";
import {
  answerFileDialogs,
  chooseFromMenu,
  openTemplate,
  picture,
  resize,
  runWords,
  setField,
  transport,
} from "../driver.ts";
import { labToLaunch } from "../lab-of-test.ts";

type Pictures = Extract<TrainingEvent, { event: "pictures" }>["pictures"];

const lab = labToLaunch();

const panel = () => lab.page.getByTestId("try-it");
const bars = () => panel().getByRole("region", { name: "What the network answers" }).getByRole("list");
const trained = () => expect(runWords(lab)).toContainText(/^Trained in/, { timeout: 60_000 });

/** What the window was told last, so that a journey can wait for it. */
async function listen(): Promise<void> {
  await lab.page.evaluate(() => {
    window.addEventListener("training", ({ detail: event }) => {
      if (event.event === "pictures") Object.assign(window, { latestPictures: event.pictures });
    });
  });
}

const latest = () =>
  lab.page.evaluate(() => {
    const { probe, step, probabilities } = (window as unknown as { latestPictures: Pictures }).latestPictures;
    return { index: probe.index, values: [...probe.values], step, probabilities: [...probabilities] };
  });

async function stroke(pad: Locator, places: readonly (readonly [number, number])[]): Promise<void> {
  const box = await pad.boundingBox();
  if (!box) throw new Error("There is no pad.");
  const [first, ...others] = places;
  if (!first) return;
  await lab.page.mouse.move(box.x + first[0] * box.width, box.y + first[1] * box.height);
  await lab.page.mouse.down();
  for (const [x, y] of others)
    await lab.page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 4 });
  await lab.page.mouse.up();
}

test("a drawn one is a one, on every node, while it trains too; closing goes back to the data set", async () => {
  await lab.launch();
  await openTemplate(lab, "handwritten-digits");
  // Long enough that it still trains when something was drawn.
  await setField(lab, "Epochs", "40");
  await listen();
  const tryIt = lab.page.getByTestId("dock").getByRole("button", { name: "Try it" });
  await expect(tryIt).toHaveAttribute("aria-disabled", "true");
  await transport(lab, "Train").click();
  await expect(tryIt).not.toHaveAttribute("aria-disabled", "true", { timeout: 30_000 });
  await tryIt.click();
  const pad = panel().getByRole("img", { name: /^Pad/ });
  // An empty pad asks nothing, so that there is no answer to it.
  await expect(panel()).toContainText("Draw something, and the network's answer appears here.");
  await expect(bars()).toHaveCount(0);
  // Small and in a corner: it is cut out, scaled and placed as the data set does it.
  await stroke(pad, [
    [0.72, 0.1],
    [0.7, 0.4],
  ]);
  await expect.poll(async () => (await latest()).index).toBeNull();
  const before = await latest();
  await expect.poll(async () => (await latest()).step).toBeGreaterThan(before.step);
  await trained();
  await expect(bars().locator('[data-first="true"] span').first()).toHaveText("1");
  const { values } = await latest();
  const rows = values
    .map((value, at) => (value > 20 / 255 ? Math.floor(at / 20) : -1))
    .filter((row) => row >= 0);
  expect(Math.max(...rows) - Math.min(...rows) + 1).toBeGreaterThanOrEqual(14);

  const [maps, input] = [await picture(lab, "Conv 1"), await picture(lab, "Input")];
  await stroke(pad, [
    [0.2, 0.3],
    [0.5, 0.5],
  ]);
  await expect.poll(() => picture(lab, "Conv 1")).not.toBe(maps);
  await panel().getByRole("button", { name: "Take back a stroke" }).click();
  await expect.poll(() => picture(lab, "Input")).toBe(input);
  await panel().getByRole("button", { name: "Clear" }).click();
  await expect(panel()).toContainText("Draw something");
  await expect(bars()).toHaveCount(0);

  await panel().getByRole("button", { name: "Close, back to the data set" }).click();
  await expect(panel()).toHaveCount(0);
  await expect.poll(async () => (await latest()).index).not.toBeNull();
});

test("a picture that is dropped goes through the network; what is none is refused in words", async () => {
  await lab.launch();
  const { page } = lab;
  await openTemplate(lab, "handwritten-digits");
  await listen();
  await transport(lab, "Train one batch").click();
  await expect(runWords(lab)).toContainText("Paused after batch 1");
  await page.getByTestId("dock").getByRole("button", { name: "Try it" }).click();
  await panel().getByText("Picture", { exact: true }).click();
  const drop = (bytes: string, name: string, type: string) =>
    panel()
      .getByTestId("try-picture")
      .evaluate(
        async (target, [content, fileName, kind]) => {
          const data = new DataTransfer();
          const raw = Uint8Array.from(atob(content ?? ""), (letter) => letter.charCodeAt(0));
          data.items.add(new File([raw], fileName ?? "", { type: kind ?? "" }));
          target.dispatchEvent(
            new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }),
          );
        },
        [bytes, name, type],
      );
  await drop(btoa("no picture at all"), "cat.png", "image/png");
  await expect(panel().getByRole("alert")).toContainText("This is no picture that can be read");
  await expect(page.getByTestId("canvas")).toBeVisible();

  // A photograph of a one: dark on light paper.
  const photo = await page.evaluate(async () => {
    const paper = new OffscreenCanvas(300, 200);
    const context = paper.getContext("2d");
    if (!context) throw new Error("There is no paper.");
    context.fillStyle = "#eee";
    context.fillRect(0, 0, 300, 200);
    context.fillStyle = "#223";
    context.fillRect(40, 30, 14, 120);
    const bytes = new Uint8Array(await (await paper.convertToBlob()).arrayBuffer());
    return btoa(String.fromCharCode(...bytes));
  });
  await drop(photo, "one.png", "image/png");
  await expect(panel().getByRole("alert")).toHaveCount(0);
  await expect.poll(async () => (await latest()).index).toBeNull();
  await expect.poll(async () => Math.max(...(await latest()).values)).toBeGreaterThan(0.8);
});

test("a pasted picture, on a model that came from a file: no training, the same answers on every node", async () => {
  await lab.launch();
  const { page } = lab;
  await openTemplate(lab, "handwritten-digits");
  await transport(lab, "Train one epoch").click();
  await expect(runWords(lab)).toContainText("Paused after epoch", { timeout: 30_000 });
  await answerFileDialogs(lab, lab.file("digits.json"));
  await chooseFromMenu(lab, "File", "Export model…");
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await chooseFromMenu(lab, "File", "Import model…");
  await expect(page.getByRole("dialog")).toContainText("come out bit for bit");
  await page.keyboard.press("Escape");
  await listen();
  await page.getByTestId("dock").getByRole("button", { name: "Try it" }).click();
  await panel().getByText("Picture", { exact: true }).click();
  const before = await picture(lab, "Conv 1");
  // The two Electrons of development and release put pictures on the clipboard differently: the event is the same.
  const paste = () =>
    page.evaluate(async () => {
      const paper = new OffscreenCanvas(120, 160);
      const context = paper.getContext("2d");
      if (!context) throw new Error("There is no paper.");
      context.fillStyle = "#eee";
      context.fillRect(0, 0, 120, 160);
      context.fillStyle = "#222";
      context.fillRect(55, 30, 12, 100);
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([await paper.convertToBlob()], "image.png", { type: "image/png" }));
      document.body.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
      );
    });
  await paste();
  await expect.poll(() => picture(lab, "Conv 1")).not.toBe(before);
  await expect.poll(async () => (await latest()).index).toBeNull();
  const answers = (await latest()).probabilities;
  await paste();
  expect((await latest()).probabilities).toEqual(answers);
});

test("sliders set the features of a table as it has them", async () => {
  await lab.launch();
  const { page } = lab;
  await openTemplate(lab, "iris-flowers");
  await listen();
  await transport(lab, "Train one epoch").click();
  await expect(runWords(lab)).toContainText("Paused after epoch");
  await page.getByTestId("dock").getByRole("button", { name: "Try it" }).click();
  await expect(panel().getByRole("slider")).toHaveCount(4);
  await panel().getByRole("button", { name: "All to their means" }).click();
  // The mean of the training part is what the network sees as zero.
  await expect.poll(async () => Math.max(...(await latest()).values.map(Math.abs))).toBeLessThan(1e-5);
  await panel().getByRole("slider").first().press("End");
  await expect.poll(async () => (await latest()).values[0]).toBeCloseTo(3, 4);
});

test("a point is moved over the plane, by mouse and by arrow keys", async () => {
  await lab.launch();
  const { page } = lab;
  await openTemplate(lab, "hidden-layer");
  await listen();
  await transport(lab, "Train one batch").click();
  await expect(runWords(lab)).toContainText("Paused after batch 1");
  await page.getByTestId("dock").getByRole("button", { name: "Try it" }).click();
  const plane = panel().getByRole("button", { name: /^Your point/ });
  // The point begins where the example was: only when that has been answered, what comes next is the clicked one.
  await expect.poll(async () => (await latest()).index).toBeNull();
  const [from = 0] = (await latest()).values;
  await plane.click({ position: { x: 0, y: 247 } });
  await expect.poll(async () => (await latest()).values[0]).toBeLessThan(from);
  const [x = 0, y = 0] = (await latest()).values;
  await plane.press("ArrowRight");
  await expect.poll(async () => (await latest()).values[0]).toBeGreaterThan(x);
  await plane.press("Shift+ArrowUp");
  await expect.poll(async () => (await latest()).values[1]).toBeGreaterThan(y + 0.01);
});

test("Try it stays when the window becomes small, and can still be closed", async () => {
  await lab.launch();
  const { page } = lab;
  await openTemplate(lab, "hidden-layer");
  await transport(lab, "Train one batch").click();
  await expect(runWords(lab)).toContainText("Paused after batch 1");
  await page.getByTestId("dock").getByRole("button", { name: "Try it" }).click();
  const plane = panel().getByRole("button", { name: /^Your point/ });
  await expect(plane).toBeVisible();
  await resize(lab, 1024, 700);
  // The narrow window's own arrangement stands before it is looked whether the panel is still there.
  await expect(page.locator(".workbench-inspector.is-floating")).toBeVisible();
  await expect(plane).toBeVisible();
  await panel().getByRole("button", { name: "Close, back to the data set" }).click();
  await expect(panel()).toHaveCount(0);
  // Nothing is left floating over the canvas.
  await expect(page.getByTestId("inspector")).toHaveCount(0);
});

test("in the smallest window all classes that a drawing may be are in sight below it", async () => {
  await lab.launch();
  const { page } = lab;
  await openTemplate(lab, "handwritten-digits");
  await transport(lab, "Train one batch").click();
  await expect(runWords(lab)).toContainText("Paused after batch 1");
  await page.getByTestId("dock").getByRole("button", { name: "Try it" }).click();
  await resize(lab, 1024, 700);
  await stroke(panel().getByRole("img", { name: /^Pad/ }), [
    [0.5, 0.2],
    [0.5, 0.8],
  ]);
  await expect(bars().getByRole("listitem")).toHaveCount(10);
  for (const digit of await bars().getByRole("listitem").all())
    await expect(digit).toBeInViewport({ ratio: 1 });
  await expect(panel().getByRole("button", { name: "Clear" })).toBeInViewport({ ratio: 1 });
});

test("the camera opens when the person says so, once; nobody else gets it", async () => {
  await lab.launch({
    args: ["--use-fake-device-for-media-stream"],
  });
  const { page, app } = lab;
  const say = (response: number) =>
    app.evaluate(({ dialog }, answer) => {
      dialog.showMessageBox = async () => ({ response: answer, checkboxChecked: false });
    }, response);
  const openDirectly = (constraints: MediaStreamConstraints) =>
    page.evaluate(
      (wanted) =>
        navigator.mediaDevices.getUserMedia(wanted).then(
          () => "open",
          (error: DOMException) => error.name,
        ),
      constraints,
    );
  await openTemplate(lab, "handwritten-digits");
  await listen();
  await transport(lab, "Train one batch").click();
  await expect(runWords(lab)).toContainText("Paused after batch 1");
  expect(await openDirectly({ video: true })).toBe("NotAllowedError");

  await page.getByTestId("dock").getByRole("button", { name: "Try it" }).click();
  await panel().getByText("Camera", { exact: true }).click();
  await say(1);
  await panel().getByRole("button", { name: "Turn the camera on" }).click();
  await expect(panel().getByRole("alert")).toContainText("stays off, as you said");
  await say(0);
  await panel().getByRole("button", { name: "Turn the camera on" }).click();
  await expect(panel().getByLabel("What the camera sees")).toBeVisible();
  // The fake camera's picture changes from frame to frame.
  await expect.poll(async () => (await latest()).index).toBeNull();
  const first = (await latest()).values.join();
  await expect.poll(async () => (await latest()).values.join()).not.toBe(first);
  expect(await openDirectly({ video: true })).toBe("NotAllowedError");
  await page.evaluate(() => window.desktop.allowCamera(null));
  expect(await openDirectly({ video: true, audio: true })).toBe("NotAllowedError");
  await panel().getByRole("button", { name: "Turn the camera off" }).click();
  await expect(panel().getByRole("button", { name: "Turn the camera on" })).toBeVisible();
});

test("what is held before the camera goes through the network as the same picture from a file would, and leaves the app by no way", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "layerlab-camera-"));
  const film = path.join(folder, "one.y4m");
  await writeFile(film, filmOfAOne());
  await lab.launch({
    args: ["--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${film}`],
  });
  const { page, app } = lab;
  await openTemplate(lab, "handwritten-digits");
  await transport(lab, "Train one epoch").click();
  await expect(runWords(lab)).toContainText("Paused after epoch", { timeout: 30_000 });
  await listen();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.getByTestId("dock").getByRole("button", { name: "Try it" }).click();
  await panel().getByText("Camera", { exact: true }).click();
  await app.evaluate(({ dialog }) => {
    dialog.showMessageBox = async () => ({ response: 0, checkboxChecked: false });
  });
  await panel().getByRole("button", { name: "Turn the camera on" }).click();
  const screen = panel().getByLabel("What the camera sees");
  await expect(screen).toBeVisible();
  await expect.poll(async () => Math.max(...(await latest()).values)).toBeGreaterThan(0.8);
  await expect.poll(async () => (await latest()).index).toBeNull();
  const seen = (await latest()).values;
  const answers = (await latest()).probabilities;
  expect(answers.indexOf(Math.max(...answers))).toBe(1);
  // The bars say the same while the camera is on, and every node has the frame.
  await expect(bars().getByRole("listitem").nth(1)).toContainText(/^1/);
  await expect(panel().getByRole("img", { name: "Your picture, as the network sees it" })).toBeVisible();

  // The very picture as a file.
  await panel().getByText("Picture", { exact: true }).click();
  await expect.poll(async () => (await latest()).index).not.toBeNull();
  await page.evaluate(async () => {
    const paper = new OffscreenCanvas(320, 240);
    const context = paper.getContext("2d");
    if (!context) throw new Error("There is no paper.");
    context.fillStyle = "rgb(225, 225, 225)";
    context.fillRect(0, 0, 320, 240);
    context.fillStyle = "rgb(35, 35, 35)";
    context.fillRect(152, 40, 20, 160);
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([await paper.convertToBlob()], "one.png", { type: "image/png" }));
    document.body.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
    );
  });
  await expect.poll(async () => (await latest()).index).toBeNull();
  const fromFile = (await latest()).values;
  for (const [cell, value] of fromFile.entries())
    expect(Math.abs(value - (seen[cell] ?? 0))).toBeLessThan(0.1);
  await panel().getByText("Camera", { exact: true }).click();
  await panel().getByRole("button", { name: "Turn the camera on" }).click();
  await expect(screen).toBeVisible();

  // In Inspect, too; and as soon as the panel is closed nothing looks any more.
  await page.keyboard.press("Control+2");
  await expect(page.getByTestId("inspect")).toBeVisible();
  await panel().getByRole("button", { name: "Close, back to the data set" }).click();
  await expect.poll(async () => (await latest()).index).not.toBeNull();
  expect(asked.filter((url) => !/^(app|blob|data):/.test(url))).toEqual([]);
  expect((await readdir(lab.home)).filter((file) => /\.(png|jpe?g|webm|y4m|mp4)$/.test(file))).toEqual([]);
  expect(seen).toHaveLength(400);
  await rm(folder, { recursive: true });
});

/** Two frames of 320×240, YUV 4:2:0: a dark stroke on light paper, as a hand would hold it up. */
function filmOfAOne(): Buffer {
  const [width, height] = [320, 240];
  const luma = Buffer.alloc(width * height, 225);
  for (let y = 40; y < 200; y++) luma.fill(35, y * width + 152, y * width + 172);
  const chroma = Buffer.alloc((width * height) / 2, 128);
  const frame = Buffer.concat([Buffer.from("FRAME\n"), luma, chroma]);
  return Buffer.concat([
    Buffer.from(`YUV4MPEG2 W${width} H${height} F30:1 Ip A1:1 C420jpeg\n`),
    frame,
    frame,
  ]);
}
