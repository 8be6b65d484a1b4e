import { app, session } from "electron";

const LOCAL_SCHEMES = new Set(["app:", "blob:", "data:", "devtools:", "chrome-devtools:"]);

/** What must be decided before the app is ready: every window is sandboxed, and no name is ever looked up. */
export function setUpProcessSecurity(): void {
  // As root Chromium refuses to start with its sandbox, and enableSandbox() would undo the switch.
  if (!app.commandLine.hasSwitch("no-sandbox")) app.enableSandbox();
  app.commandLine.appendSwitch("host-resolver-rules", "MAP * ~NOTFOUND");
  app.commandLine.appendSwitch("disable-background-networking");
}

/**
 * The window stays where it is: it goes to no other page, opens no window, embeds no page, gets no permission
 * and reaches no network. Runs when the app is ready and before the first window.
 */
export function setUpSecurity(): void {
  app.on("web-contents-created", (_created, contents) => {
    contents.on("will-frame-navigate", (event) => event.preventDefault());
    contents.on("will-redirect", (event) => event.preventDefault());
    contents.on("will-attach-webview", (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: "deny" }));
    contents.setWebRTCIPHandlingPolicy("disable_non_proxied_udp"); // no content security policy covers WebRTC
  });
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  defaultSession.setPermissionCheckHandler(() => false);
  defaultSession.setDevicePermissionHandler(() => false);
  defaultSession.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !LOCAL_SCHEMES.has(new URL(details.url).protocol) });
  });
}
