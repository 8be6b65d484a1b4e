import path from "node:path";
import { app, BrowserWindow, nativeTheme, screen } from "electron";
import type { Settings } from "../contract/settings.ts";
import { showWhenDrawn } from "./first-picture.ts";
import { KeptValues } from "./kept-values.ts";
import { builtFolder } from "./places.ts";
import { startPage } from "./protocol.ts";
import { zoomOf } from "./settings.ts";
import {
  firstPlace,
  placeOnScreens,
  smallestSize,
  type WindowPlace,
  windowPlaceSchemas,
} from "./window-place.ts";

const titleBarHeight = 44;
/** Moving and resizing come in floods: the place is written when they rest, in milliseconds. */
const rest = 400;

/** The design's panel and ink, so that nothing flashes before the window's own style sheet is read. */
const ground = {
  light: { color: "#FAFBFA", symbolColor: "#15211D" },
  dark: { color: "#161F1D", symbolColor: "#E9F0ED" },
} as const;

type KeptPlace = KeptValues<WindowPlace>;

/** Where the last window was, once it is read. */
export function keptPlace(): KeptPlace {
  const file = path.join(app.getPath("userData"), "window.json");
  return new KeptValues({ file, schemas: windowPlaceSchemas, defaults: firstPlace });
}

/** Opens the window where the last one was, and shows it when it has something to show. */
export function openWindow(place: KeptPlace, settings: () => Settings): BrowserWindow {
  const theme = currentGround();
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  const window = new BrowserWindow({
    ...placeOnScreens(
      place.values,
      [primary, ...others].map(({ workArea }) => workArea),
    ),
    minWidth: smallestSize.width,
    minHeight: smallestSize.height,
    show: false,
    title: "Layerlab",
    // Windows and macOS take it from the program itself.
    ...(process.platform === "linux" ? { icon: path.join(builtFolder, "icon.png") } : {}),
    backgroundColor: theme.color,
    titleBarStyle: "hidden", // the window draws its own title bar; the platform draws its buttons into it
    titleBarOverlay: process.platform === "darwin" ? true : overlay(settings()),
    trafficLightPosition: { x: 14, y: 15 },
    webPreferences: {
      preload: path.join(builtFolder, "preload.cjs"),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      zoomFactor: zoomOf(settings()),
      spellcheck: false, // it would fetch its dictionaries
    },
  });
  showWhenDrawn(window, place.values.isMaximised);
  const follow = () => followSettings(window, settings());
  nativeTheme.on("updated", follow);
  window.once("closed", () => nativeTheme.off("updated", follow));
  // Chromium remembers a zoom of its own for each origin and prefers it to the one above.
  window.webContents.on("did-finish-load", follow);
  keepPlace(window, place);
  void window.loadURL(startPage);
  return window;
}

/** Applies theme and text size to a window that is open. */
export function followSettings(window: BrowserWindow, settings: Settings): void {
  window.setBackgroundColor(currentGround().color);
  if (process.platform !== "darwin") window.setTitleBarOverlay(overlay(settings));
  window.webContents.setZoomFactor(zoomOf(settings));
}

function keepPlace(window: BrowserWindow, place: KeptPlace): void {
  const write = () => {
    const now = {
      bounds: window.getNormalBounds(),
      isMaximised: window.isMaximized() || window.isFullScreen(),
    };
    // A convenience: a disk that is full must not get in the way of moving a window.
    if (JSON.stringify(now) !== JSON.stringify(place.values)) void place.set(now).catch(console.error);
  };
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const writeSoon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(write, rest);
  };
  window.on("resize", writeSoon);
  window.on("move", writeSoon);
  window.on("maximize", writeSoon);
  window.on("unmaximize", writeSoon);
  window.on("close", write);
  window.once("closed", () => clearTimeout(waiting));
}

function overlay(settings: Settings) {
  return { ...currentGround(), height: Math.round(titleBarHeight * zoomOf(settings)) };
}

function currentGround() {
  return nativeTheme.shouldUseDarkColors ? ground.dark : ground.light;
}
