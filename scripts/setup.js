// Installs what the lock file asks for and builds the web application, where that is not there yet or older than what it
// is made from. Plain JavaScript: it runs on the machine's own Node (20 or newer), before the pinned one of node_modules
// exists.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync, utimesSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const lock = `${root}package-lock.json`;
const stamp = `${root}node_modules/.package-lock.json`;

if (Number(process.versions.node.split(".")[0]) < 20) {
  console.error(`Headgate needs Node 20 or newer to set itself up; this is ${process.version}.`);
  process.exit(1);
}
if (!existsSync(stamp) || statSync(stamp).mtimeMs < statSync(lock).mtimeMs) {
  console.error("Setting up (npm ci): once, and again only when the lock file changes …");
  // No package that we use needs a script to be installed, so none may run one.
  const npm = process.env.npm_execpath;
  const [command, args] = npm?.endsWith(".js")
    ? [process.execPath, [npm, "ci", "--ignore-scripts"]]
    : ["npm", ["ci", "--ignore-scripts"]];
  // npm's notices go to stderr, so that `npm start -- --json` style output stays clean.
  const { status } = spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, 2], shell: command === "npm" });
  if (status !== 0) process.exit(status ?? 1);
  utimesSync(stamp, new Date(), new Date());
}

/** When the newest file below these folders was written. */
const newest = (paths) =>
  paths.reduce((last, path) => {
    const found = statSync(path);
    return Math.max(
      last,
      found.isDirectory() ? newest(readdirSync(path).map((name) => `${path}/${name}`)) : found.mtimeMs,
    );
  }, 0);

// The schemas of the API lean on other rooms, so that any change of the program may be one of the pages.
const sources = ["src", "vite.config.ts", "package-lock.json"];
const built = `${root}dist/web/index.html`;
if (!existsSync(built) || statSync(built).mtimeMs < newest(sources.map((one) => `${root}${one}`))) {
  console.error("Building the pages …");
  const node = `${root}node_modules/.bin/node${process.platform === "win32" ? ".exe" : ""}`;
  const vite = `${root}node_modules/vite/bin/vite.js`;
  const options = { cwd: root, stdio: ["ignore", 2, 2] };
  const { status } = spawnSync(
    existsSync(node) ? node : process.execPath,
    [vite, "build", "--logLevel", "error"],
    options,
  );
  if (status !== 0) process.exit(status ?? 1);
}
