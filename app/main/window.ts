import path from "node:path";
import { BrowserWindow, nativeTheme } from "electron";
import { builtFolder } from "./places.ts";
import { startPage } from "./protocol.ts";

const TITLE_BAR_HEIGHT = 44;

/** The design's panel and ink, so that nothing flashes before the window's own style sheet is read. */
const ground = {
  light: { color: "#FAFBFA", symbolColor: "#15211D" },
  dark: { color: "#161F1D", symbolColor: "#E9F0ED" },
} as const;

/** Opens the window. It is shown when its first picture is ready. */
export function openWindow(): BrowserWindow {
  const theme = currentGround();
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 1024,
    minHeight: 700,
    show: false,
    title: "Layerlab",
    backgroundColor: theme.color,
    titleBarStyle: "hidden", // the window draws its own title bar; the platform draws its buttons into it
    titleBarOverlay: process.platform === "darwin" ? true : { ...theme, height: TITLE_BAR_HEIGHT },
    trafficLightPosition: { x: 14, y: 15 },
    webPreferences: {
      preload: path.join(builtFolder, "preload.cjs"),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false, // it would fetch its dictionaries
    },
  });
  window.once("ready-to-show", () => window.show());
  const follow = () => followTheme(window);
  nativeTheme.on("updated", follow);
  window.once("closed", () => nativeTheme.off("updated", follow));
  void window.loadURL(startPage);
  return window;
}

function followTheme(window: BrowserWindow): void {
  const theme = currentGround();
  window.setBackgroundColor(theme.color);
  if (process.platform !== "darwin") window.setTitleBarOverlay({ ...theme, height: TITLE_BAR_HEIGHT });
}

function currentGround() {
  return nativeTheme.shouldUseDarkColors ? ground.dark : ground.light;
}
