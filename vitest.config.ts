import { defineConfig } from "vitest/config";

// `isolate: false` because no test may leak state; it is four times faster.
export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["src/**/*.test.ts"], isolate: false, sequence: { groupOrder: 0 } } },
      {
        test: {
          name: "integration",
          include: ["test/**/*.test.ts"],
          isolate: false,
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 30_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
