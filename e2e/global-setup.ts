import { execFileSync, spawn } from "node:child_process";
import path from "node:path";
import type { Readable } from "node:stream";

/** Prepares what every journey needs: the app's Electron, and a screen. Returns what takes it down again. */
export default async function globalSetup(): Promise<() => void> {
  const repository = path.resolve(import.meta.dirname, "..");
  const setup = path.join(repository, "scripts/setup.mjs");
  const output = execFileSync(process.execPath, [setup, "--electron-path"], { encoding: "utf8" });
  process.env.LAYERLAB_ELECTRON_PATH = output.trim().split("\n").at(-1);
  return process.platform === "linux" && !process.env.DISPLAY ? startScreen() : () => {};
}

/** Starts Xvfb on a number of its own choosing, which it writes to the descriptor when it is ready. */
async function startScreen(): Promise<() => void> {
  const screen = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const ready = screen.stdio[3] as Readable;
  const number = await new Promise<string>((resolve, reject) => {
    screen.once("error", reject);
    screen.once("exit", (code) => reject(new Error(`Xvfb ended with code ${code} before it was ready`)));
    let text = "";
    ready.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes("\n")) resolve(text.trim());
    });
  });
  process.env.DISPLAY = `:${number}`;
  return () => {
    screen.kill();
    delete process.env.DISPLAY;
  };
}
