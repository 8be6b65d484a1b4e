import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "engine/**/*.test.ts",
      "app/**/*.test.ts",
      "renderer/**/*.test.{ts,tsx}",
      "bench/**/*.test.ts",
      "scripts/**/*.test.mjs",
    ],
    testTimeout: 120_000,
  },
});
