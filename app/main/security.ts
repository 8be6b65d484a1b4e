import { app, session, type WebContents } from "electron";
import type { Camera } from "./camera.ts";
import { isAppUrl } from "./files.ts";

const LOCAL_SCHEMES = new Set(["app:", "blob:", "data:", "devtools:", "chrome-devtools:"]);

/** What must be decided before the app is ready: every window is sandboxed, and no name is ever looked up. */
export function setUpProcessSecurity(): void {
  // As root Chromium refuses to start with its sandbox, and enableSandbox() would undo the switch.
  if (!app.commandLine.hasSwitch("no-sandbox")) app.enableSandbox();
  app.commandLine.appendSwitch("host-resolver-rules", "MAP * ~NOTFOUND");
  app.commandLine.appendSwitch("disable-background-networking");
}

/**
 * The window stays where it is: it goes to no other page, opens no window, embeds no page and reaches no network.
 * It gets one permission, the camera's picture, when the person has just allowed it. Runs when the app is ready and before the first window.
 */
export function setUpSecurity(camera: Camera<WebContents>): void {
  app.on("web-contents-created", (_created, contents) => {
    contents.on("will-frame-navigate", (event) => event.preventDefault());
    contents.on("will-redirect", (event) => event.preventDefault());
    contents.on("will-attach-webview", (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: "deny" }));
    contents.setWebRTCIPHandlingPolicy("disable_non_proxied_udp"); // no content security policy covers WebRTC
  });
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((contents, permission, answer, details) =>
    answer(
      permission === "media" &&
        "mediaTypes" in details &&
        details.isMainFrame &&
        isAppUrl(details.requestingUrl) &&
        camera.opensTo(contents, details.mediaTypes ?? []),
    ),
  );
  defaultSession.setPermissionCheckHandler(() => false);
  defaultSession.setDevicePermissionHandler(() => false);
  defaultSession.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !LOCAL_SCHEMES.has(new URL(details.url).protocol) });
  });
}
