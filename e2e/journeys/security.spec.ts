import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@playwright/test";
import { labOfAllTests } from "../lab-of-test.ts";

declare global {
  interface Window {
    injected?: boolean;
    violations?: string[];
  }
}

const lab = labOfAllTests();

test("the window has the bridge and nothing of Node or Electron", async () => {
  const found = await lab.page.evaluate(() => ({
    node: ["require", "process", "module", "Buffer", "global", "ipcRenderer"].filter(
      (name) => name in window,
    ),
    bridge: typeof window.desktop.appInfo,
    leaks: Object.keys(window.desktop).filter((name) => /ipc|send|invoke|require/i.test(name)),
    isolated: window.crossOriginIsolated,
    origin: window.origin,
  }));
  expect(found).toEqual({
    node: [],
    bridge: "function",
    leaks: [],
    isolated: true,
    origin: "app://layerlab",
  });
});

test("the running window is sandboxed and isolated", async () => {
  const preferences = await lab.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents ?? {};
    // What the running window really uses; the published types leave this method out.
    if (!("getLastWebPreferences" in contents) || typeof contents.getLastWebPreferences !== "function") {
      throw new Error("there is no window, or Electron has taken this method away");
    }
    const { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity } =
      contents.getLastWebPreferences();
    return { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity };
  });
  expect(preferences).toEqual({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    webSecurity: true,
  });
});

test("an injected inline script does not run", async () => {
  const result = await lab.page.evaluate(
    () =>
      new Promise<{ directive: string; ran: boolean }>((resolve) => {
        document.addEventListener("securitypolicyviolation", (event) =>
          resolve({ directive: event.effectiveDirective, ran: window.injected === true }),
        );
        const script = document.createElement("script");
        script.textContent = "window.injected = true";
        document.head.append(script);
      }),
  );
  expect(result).toEqual({ directive: "script-src-elem", ran: false });
});

test("the window runs into no rule of its own policy", async () => {
  await lab.page.addInitScript(() => {
    window.violations = [];
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sourceFile }) =>
      window.violations?.push(`${effectiveDirective}: ${blockedURI} in ${sourceFile}`),
    );
  });
  await lab.page.reload();
  await expect(lab.page.locator("#root > *").first()).toBeVisible();
  expect(await lab.page.evaluate(() => window.violations)).toEqual([]);
});

for (const target of ["https://example.com/", "file:///etc/passwd", "app://elsewhere/index.html"]) {
  test(`the window does not go to ${target}`, async () => {
    const before = lab.page.url();
    await lab.page.evaluate(() => document.body.setAttribute("data-still-here", "yes"));
    // file: pages are refused by Chromium before the app is asked; then there is no event to wait for.
    const asked = target.startsWith("file:")
      ? Promise.resolve(true)
      : lab.app.evaluate(
          ({ BrowserWindow }) =>
            new Promise<boolean>((resolve) => {
              const contents = BrowserWindow.getAllWindows()[0]?.webContents;
              contents?.once("will-frame-navigate", (event) => resolve(event.defaultPrevented));
            }),
        );
    await lab.page.evaluate((address) => window.location.assign(address), target);
    expect(await asked).toBe(true);
    // Not a locator: Playwright would wait for the refused navigation to end.
    expect(await lab.page.evaluate(() => document.body.getAttribute("data-still-here"))).toBe("yes");
    expect(lab.page.url()).toBe(before);
  });
}

test("no second window opens", async () => {
  expect(await lab.page.evaluate(() => window.open("app://layerlab/index.html"))).toBeNull();
  expect(await lab.page.evaluate(() => window.open("https://example.com/"))).toBeNull();
  expect(await lab.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test("every permission is denied", async () => {
  const answers = await lab.page.evaluate(async () => ({
    notification: await Notification.requestPermission(),
    location: await new Promise<number>((resolve) => {
      navigator.geolocation.getCurrentPosition(
        () => resolve(0),
        (error) => resolve(error.code),
      );
    }),
    camera: (await navigator.permissions.query({ name: "camera" as PermissionName })).state,
    clipboard: await navigator.clipboard.readText().then(
      () => "granted",
      (error: DOMException) => error.name,
    ),
  }));
  expect(answers).toEqual({
    notification: "denied",
    location: 1, // GeolocationPositionError.PERMISSION_DENIED
    camera: "denied",
    clipboard: "NotAllowedError",
  });
});

test.describe("with a server that would answer", () => {
  let server: Server;
  let address: string;
  let requests = 0;
  test.beforeAll(async () => {
    server = createServer((_request, response) => {
      requests += 1;
      response.setHeader("Access-Control-Allow-Origin", "*");
      response.end("reached");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  test.afterAll(() => {
    server.close();
  });

  test("nothing of the app reaches it", async () => {
    expect(await fetch(address).then((response) => response.text())).toBe("reached"); // the server does answer
    requests = 0;
    const fromWindow = await lab.page.evaluate(
      (url) =>
        fetch(url).then(
          () => "reached",
          (error: Error) => error.name,
        ),
      address,
    );
    const image = await lab.page.evaluate(
      (url) =>
        new Promise<string>((resolve) => {
          const picture = new Image();
          picture.onload = () => resolve("reached");
          picture.onerror = () => resolve("refused");
          picture.src = url;
        }),
      address,
    );
    // Past the content security policy: the session itself blocks the request.
    const fromSession = await lab.app.evaluate(
      ({ net }, url) =>
        net.fetch(url).then(
          () => "reached",
          (error: Error) => error.message,
        ),
      address,
    );
    expect({ fromWindow, image, fromSession }).toEqual({
      fromWindow: "TypeError",
      image: "refused",
      fromSession: "net::ERR_BLOCKED_BY_CLIENT",
    });
    expect(requests).toBe(0);
  });
});

test("the app's protocol serves nothing outside the window's folder", async () => {
  const statuses = await lab.page.evaluate(() =>
    Promise.all(
      ["index.html", "..%2fapp/main.js", "%2e%2e%2fapp%2fmain.js", "..%5capp%5cmain.js"].map(
        async (name) => (await fetch(`app://layerlab/${name}`)).status,
      ),
    ),
  );
  expect(statuses).toEqual([200, 404, 404, 404]);
});

test("a call with a bad payload is answered in words", async () => {
  const answer = await lab.page.evaluate(() => window.desktop.changeSettings({ theme: "pink" as "dark" }));
  expect(answer).toMatchObject({ ok: false, trouble: { title: "This request was not understood" } });
  expect(JSON.stringify(answer)).toContain("theme: ");
  expect(JSON.stringify(answer)).not.toMatch(/\.js:|\bat \w/);
  expect(await lab.page.evaluate(() => window.desktop.appInfo(null))).toMatchObject({ ok: true });
});

test("a page of another origin is refused, even with the app's own preload script", async () => {
  const answer = await lab.app.evaluate(async ({ app, BrowserWindow }) => {
    const stranger = new BrowserWindow({
      show: false,
      webPreferences: { preload: `${app.getAppPath()}/out/app/preload.cjs` },
    });
    try {
      await stranger.loadURL("data:text/html,<title>stranger</title>");
      return await stranger.webContents.executeJavaScript("window.desktop.appInfo(null)");
    } finally {
      stranger.destroy();
    }
  });
  expect(answer).toMatchObject({ ok: false, trouble: { title: "This request was refused" } });
});
