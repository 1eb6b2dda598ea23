import { spawn } from "node:child_process";

const openers: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
  linux: ["xdg-open"],
};

/** Shows it in the browser of whoever sits there; where there is none, the address was printed. */
export const openBrowser = (url: string): void => {
  const [command, ...args] = openers[process.platform] ?? [];
  const hasScreen = process.platform !== "linux" || (process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY) !== undefined;
  if (command === undefined || !hasScreen) return;
  const child = spawn(command, [...args, url], { stdio: "ignore", detached: true });
  child.on("error", () => undefined);
  child.unref();
};
