import { defineConfig } from "vite";

// No plugin: JSX is compiled as it stands, and nothing is inlined, for pages run scripts and styles of their own server alone.
export default defineConfig({
  root: "src/web",
  publicDir: "public",
  oxc: { jsx: { runtime: "automatic" } },
  build: { outDir: "../../dist/web", emptyOutDir: true, target: "es2023", assetsInlineLimit: 0 },
});
