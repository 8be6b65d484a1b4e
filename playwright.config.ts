import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "e2e/journeys",
  outputDir: "test-results",
  globalSetup: "./e2e/global-setup.ts",
  workers: 1, // each journey starts an app that trains on every core
  timeout: 60_000,
  // A machine that does other work as well takes its time over a start, or over a file that is read.
  expect: { timeout: 15_000 },
  // Electron's inspector now and then drops an answer ("promise was garbage collected"): once may be it, twice not.
  retries: 1,
  forbidOnly: process.env.CI !== undefined,
  reporter: "list",
  use: { trace: "off" },
});
