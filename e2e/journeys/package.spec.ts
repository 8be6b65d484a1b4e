import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { FuseV1Options, getCurrentFuseWire } from "@electron/fuses";
import { type Browser, chromium, expect, type Page, test } from "@playwright/test";
import { rootSwitches } from "../driver.ts";

/*
 * The packaged app, as a person would start it. Its fuses forbid the inspector that Playwright uses elsewhere,
 * so it is reached through Chromium's own debugging port.
 */

test.skip(process.platform !== "linux", "the unpacked app is looked for where Linux has it");

const repository = path.resolve(import.meta.dirname, "../..");
const unpacked = path.join(repository, "dist/linux-unpacked");
const executable = path.join(unpacked, "layerlab");

let home: string;
let lab: ChildProcess;
let browser: Browser;
let page: Page;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  const packing = spawnSync(process.execPath, [path.join(repository, "scripts/package.mjs")], {
    encoding: "utf8",
  });
  expect(packing.status, packing.stdout + packing.stderr).toBe(0);
  home = await mkdtemp(path.join(tmpdir(), "layerlab-packaged-"));
  lab = spawn(executable, [...rootSwitches(), `--user-data-dir=${home}`, "--remote-debugging-port=0"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const address = await debuggingAddress(lab);
  // Playwright waits for ever when it attaches while the window is being made, so the window has to be there first.
  await expect.poll(() => openPages(address), { timeout: 60_000 }).toContain("app://layerlab/index.html");
  browser = await chromium.connectOverCDP(address);
  const context = browser.contexts()[0];
  if (context === undefined) throw new Error("the packaged app has no window");
  page = context.pages()[0] ?? (await context.waitForEvent("page"));
});
test.afterAll(async () => {
  await browser?.close();
  if (lab !== undefined) await endOf(lab);
  // Its helper processes may still write into their caches for a moment.
  if (home !== undefined) await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

test("the packaged app opens its window and answers it", async () => {
  await page.waitForLoadState();
  expect(page.url()).toBe("app://layerlab/index.html");
  await expect(page).toHaveTitle(/Layerlab/);
  await expect(page.locator("#root > *").first()).toBeVisible();
  const answer = await page.evaluate(() => window.desktop.appInfo(null));
  expect(answer).toMatchObject({ ok: true, value: { platform: "linux" } });
});

test("it trains on the data it carries", async () => {
  const result = await page.evaluate(async () => {
    const templates = await window.desktop.listTemplates(null);
    const project =
      templates.ok && templates.value.find(({ name }) => name === "fashion-classifier")?.project;
    if (!project) throw new Error("the Fashion classifier is missing");
    const finished = new Promise<{ epochs: number; testAccuracy: number | null }>((resolve, reject) => {
      window.addEventListener("training", ({ detail: event }) => {
        if (event.event === "finished") resolve(event.result);
        if (event.event === "failed") reject(new Error(event.message));
      });
    });
    const short = { ...project, training: { ...project.training, epochs: 1 } };
    const started = await window.desktop.startTraining({ project: short, until: "end", limit: 1000 });
    if (!started.ok) throw new Error(started.trouble.reason);
    const { epochs, testAccuracy } = await finished;
    return { epochs, testAccuracy };
  });
  expect(result.epochs).toBe(1);
  expect(result.testAccuracy).toBeGreaterThan(0.3); // guessing gives 0.1
});

test("it reads WebP pictures: the codec is in the package", async () => {
  const folder = path.join(home, "weather");
  for (const [name, colour] of [
    ["rain", "#246"],
    ["sun", "#fc2"],
  ] as const) {
    const picture = await page.evaluate(async (fill) => {
      const canvas = new OffscreenCanvas(8, 8);
      const context = canvas.getContext("2d");
      if (!context) throw new Error("There is no canvas.");
      context.fillStyle = fill;
      context.fillRect(0, 0, 8, 8);
      const blob = await canvas.convertToBlob({ type: "image/webp" });
      return [...new Uint8Array(await blob.arrayBuffer())];
    }, colour);
    expect(String.fromCharCode(...picture.slice(8, 12))).toBe("WEBP");
    await mkdir(path.join(folder, name), { recursive: true });
    for (let index = 0; index < 12; index += 1)
      await writeFile(path.join(folder, name, `${index}.webp`), Buffer.from(picture));
  }
  const answer = await page.evaluate(async (place) => {
    const survey = await window.desktop.importData({ path: place });
    if (!survey.ok) throw new Error(survey.trouble.reason);
    if (survey.value?.found !== "pictures") throw new Error("no pictures were found");
    const { file, sha256, classNames } = survey.value.pictures;
    return window.desktop.readImport({
      data: {
        kind: "picture-folder",
        file,
        sha256,
        classNames,
        inputShape: [3, 8, 8],
        fit: "crop",
        corrupt: "stop",
      },
    });
  }, folder);
  expect(answer).toMatchObject({ ok: true, value: {} });
});

test("it carries the data, and not what lets Electron open other programs", () => {
  expect(existsSync(path.join(unpacked, "resources/app.asar"))).toBe(true);
  expect(existsSync(path.join(unpacked, "resources/assets/datasets"))).toBe(true);
  expect(existsSync(path.join(unpacked, "resources/default_app.asar"))).toBe(false);
});

test("the desktop opens projects with it: its entry takes files of the projects' kind, and its window shows them", async () => {
  const { entry, mimeTypes } = await desktopFiles();
  const kind = /^MimeType=(.*);$/m.exec(entry)?.[1] ?? "";
  expect(kind).toBe("application/x-layerlab+json");
  expect(mimeTypes).toContain(`<mime-type type="${kind}">`);
  expect(mimeTypes).toContain('<glob pattern="*.layerlab"/>');
  // What the desktop starts for a double click: the words of the entry, with the file's address for %U.
  const [program = "", ...words] = (/^Exec=(.*)$/m.exec(entry)?.[1] ?? "").split(" ");
  expect(path.basename(program)).toBe(path.basename(executable));
  const project = await page.evaluate(async () => {
    const answer = await window.desktop.listTemplates(null);
    return answer.ok ? answer.value.find(({ name }) => name === "two-spirals")?.project : undefined;
  });
  const doubleClick = async (name: string, profile: string, ...more: string[]) => {
    const file = path.join(home, `${name}.layerlab`);
    await writeFile(file, JSON.stringify({ ...project, name }));
    const named = words.map((word) => word.replace("%U", pathToFileURL(file).href));
    return spawn(executable, [...rootSwitches(), `--user-data-dir=${profile}`, ...more, ...named], {
      stdio: ["ignore", "ignore", "pipe"],
    });
  };

  // The app runs already: the second process hands its file over and ends.
  const second = await doubleClick("Spirals of mine", home);
  const code = await new Promise((resolve) => second.once("exit", resolve));
  expect(code).toBe(0);
  await expect(page.getByTestId("project-name")).toHaveValue("Spirals of mine");
  await expect(page.locator("[data-layer]").first()).toBeVisible();

  // It does not run yet: the file is open when the window is.
  const profile = await mkdtemp(path.join(tmpdir(), "layerlab-packaged-"));
  const first = await doubleClick("Spirals of theirs", profile, "--remote-debugging-port=0");
  try {
    const address = await debuggingAddress(first);
    await expect.poll(() => openPages(address), { timeout: 60_000 }).toContain("app://layerlab/index.html");
    const own = await chromium.connectOverCDP(address);
    await expect(
      own.contexts()[0]?.pages()[0]?.getByTestId("project-name") ?? page.locator("none"),
    ).toHaveValue("Spirals of theirs");
    await own.close();
  } finally {
    await endOf(first);
    await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
});

test("its fuses are set", async () => {
  const wire = await getCurrentFuseWire(executable);
  const on = (fuse: FuseV1Options) => wire[fuse] === "1".charCodeAt(0);
  expect({
    runAsNode: on(FuseV1Options.RunAsNode),
    nodeOptions: on(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    inspect: on(FuseV1Options.EnableNodeCliInspectArguments),
    onlyAsar: on(FuseV1Options.OnlyLoadAppFromAsar),
    fileRights: on(FuseV1Options.GrantFileProtocolExtraPrivileges),
  }).toEqual({ runAsNode: false, nodeOptions: false, inspect: false, onlyAsar: true, fileRights: false });
});

test("it cannot be used as a bare Node", () => {
  const script = ["-p", "'bare' + ' Node'"];
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: "1", DISPLAY: "", WAYLAND_DISPLAY: "" };
  const options = { env, encoding: "utf8", timeout: 15_000 } as const;
  expect(spawnSync(process.env.LAYERLAB_ELECTRON_PATH ?? "", script, options).stdout).toContain("bare Node");
  expect(spawnSync(executable, script, options).stdout).not.toContain("bare Node");
});

async function endOf(app: ChildProcess): Promise<void> {
  if (app.exitCode !== null) return;
  const ended = new Promise((resolve) => app.once("exit", resolve));
  app.kill();
  await ended;
}

/** The desktop entry and the description of file types that an installer would put in place, by what makes installers. */
async function desktopFiles(): Promise<{ readonly entry: string; readonly mimeTypes: string }> {
  const builder = createRequire(createRequire(import.meta.url).resolve("electron-builder"));
  const { Packager } = builder("app-builder-lib");
  const { LinuxPackager } = builder("app-builder-lib/out/linuxPackager");
  const { LinuxTargetHelper } = builder("app-builder-lib/out/targets/LinuxTargetHelper");
  const packing = new Packager({ projectDir: repository });
  await packing.validateConfig();
  const packager = new LinuxPackager(packing);
  const helper = new LinuxTargetHelper(packager);
  return {
    entry: await helper.computeDesktopEntry(packager.platformSpecificBuildOptions),
    mimeTypes: await readFile(await helper.mimeTypeFiles, "utf8"),
  };
}

/** The address that Chromium prints when its debugging port is open. */
function debuggingAddress(app: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    app.once("error", reject);
    app.once("exit", (code) => reject(new Error(`the packaged app ended with code ${code}:\n${text}`)));
    app.stderr?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const address = /DevTools listening on (ws:\S+)/.exec(text)?.[1];
      if (address !== undefined) resolve(address);
    });
  });
}

/** The addresses of the pages that have loaded so far as to have their title; Chromium lists them beside its debugging port. */
async function openPages(address: string): Promise<readonly string[]> {
  const list = await fetch(`http://${new URL(address).host}/json/list`);
  const targets = (await list.json()) as readonly { type: string; title: string; url: string }[];
  return targets
    .filter(({ type, title }) => type === "page" && title.includes("Layerlab"))
    .map(({ url }) => url);
}
