import type { WebContents } from "electron";
import { z } from "zod";
import type { WindowCalls } from "./ipc.ts";

/** Between the person's word and the window's request there is no more than this, in milliseconds. */
const grantLasts = 5000;

/**
 * Who may see through the camera: the window for which the person has just said so, once for each time, and its
 * picture alone, never sound.
 */
export class Camera<Window extends object> {
  private readonly ask: (window: Window) => Promise<boolean>;
  private readonly now: () => number;
  private grant: { readonly window: Window; readonly until: number } | null = null;

  constructor(ask: (window: Window) => Promise<boolean>, now: () => number = () => performance.now()) {
    this.ask = ask;
    this.now = now;
  }

  /** Asks the person. */
  async allow(window: Window): Promise<boolean> {
    const allowed = await this.ask(window);
    this.grant = allowed ? { window, until: this.now() + grantLasts } : null;
    return allowed;
  }

  /** Whether a request for these media is the one that the person allowed. Asked once, it is used up. */
  opensTo(window: Window | null, media: readonly string[]): boolean {
    const { grant } = this;
    this.grant = null;
    return (
      grant !== null &&
      grant.window === window &&
      this.now() <= grant.until &&
      media.length === 1 &&
      media[0] === "video"
    );
  }
}

export function cameraCalls(camera: Camera<WebContents>) {
  return {
    allowCamera: { schema: z.null(), handle: (_request, sender) => camera.allow(sender) },
  } satisfies WindowCalls;
}
