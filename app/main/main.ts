import { app, BrowserWindow } from "electron";
import { z } from "zod";
import { aboutCalls } from "./about.ts";
import { setUpCalls } from "./ipc.ts";
import { rendererFolder, setUpUserData } from "./places.ts";
import { setUpProtocol, setUpScheme } from "./protocol.ts";
import { setUpProcessSecurity, setUpSecurity } from "./security.ts";
import { openWindow, windowCalls } from "./window.ts";

z.config({ jitless: true });

setUpUserData();
setUpProcessSecurity();
setUpScheme();

// Not awaited at the top level: Electron becomes ready only when this module has been read to its end.
app.whenReady().then(onReady).catch(giveUp);

function onReady(): void {
  setUpSecurity();
  setUpProtocol(rendererFolder);
  setUpCalls([aboutCalls, windowCalls]);
  openWindow();
}

function giveUp(error: unknown): void {
  console.error("Layerlab could not start:", error);
  app.exit(1);
}

app.on("activate", () => {
  if (BrowserWindow.getAllWindows().length === 0) openWindow();
});
app.on("window-all-closed", () => {
  if (process.platform !== "darwin") app.quit();
});
