/** The names of the three channels between the main process and the preload script; nothing else uses them. */
export const channels = {
  /** Window to main: a call by name with one argument, answered once. */
  call: "desktop:call",
  /** Main to window: a DesktopEvent. */
  event: "desktop:event",
  /**
   * Main to window, and on to the page: a MessagePort that streams the training worker's events. A new port replaces
   * the last.
   */
  training: "desktop:training",
} as const;
