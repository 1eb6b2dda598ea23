import { defineConfig } from "vitest/config";

/** Nine browsers, a server and a shop under load want both cores to themselves. */
const alone = ["test/integration/pages-whole-release.test.ts"];

// `isolate: false` because no test may leak state; it is four times faster.
export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["src/**/*.test.ts"], isolate: false, sequence: { groupOrder: 0 } } },
      {
        test: {
          name: "integration",
          include: ["test/**/*.test.ts"],
          exclude: alone,
          isolate: false,
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 30_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: "alone",
          include: alone,
          isolate: false,
          sequence: { groupOrder: 2 },
          hookTimeout: 30_000,
          maxWorkers: 1,
        },
      },
    ],
  },
});
