import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { folder as newFolder } from "./folder.ts";
import { until } from "./until.ts";

const names = ["chromium", "chromium-browser", "google-chrome"];
const binary = (process.env.PATH ?? "")
  .split(delimiter)
  .flatMap((folder) => names.map((name) => join(folder, name)))
  .find(existsSync);

export const chromiumPath = binary ?? "";

/** Where it is not, tests are skipped: apt install chromium. */
export const hasChromium = binary !== undefined;

export type Viewport = { readonly width: number; readonly height: number; readonly mobile: boolean };

/** A real browser without a window, which opens pages as a telephone would. */
export type Browser = AsyncDisposable & {
  /** What an expression comes to on a page once it is loaded; a promise is waited for. */
  evaluate(url: string, viewport: Viewport, ...expressions: readonly string[]): Promise<unknown>;
};

type Message = { readonly id?: number; readonly result?: unknown; readonly error?: unknown };

export const chromium = async (): Promise<Browser> => {
  const folder = await newFolder();
  const child = spawn(
    binary!,
    ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", `--user-data-dir=${folder.path}`],
    { stdio: "ignore", detached: true },
  );
  const told = join(folder.path, "DevToolsActivePort");
  await until("Chromium answers", () => existsSync(told) && readFileSync(told, "utf8").trim().split("\n").length === 2);
  const [port, path] = readFileSync(told, "utf8").trim().split("\n");
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
  await once(socket, "open");
  const send = sender(socket);
  return {
    async evaluate(url, { width, height, mobile }, ...expressions) {
      const { targetId } = await send<{ targetId: string }>("Target.createTarget", { url: "about:blank" });
      const { sessionId } = await send<{ sessionId: string }>("Target.attachToTarget", { targetId, flatten: true });
      const metrics = { width, height, deviceScaleFactor: 1, mobile };
      await send("Emulation.setDeviceMetricsOverride", metrics, sessionId);
      await send("Page.navigate", { url }, sessionId);
      const run = async (expression: string): Promise<unknown> => {
        const asked = { expression, awaitPromise: true, returnByValue: true };
        const { result } = await send<{ result: { value?: unknown } }>("Runtime.evaluate", asked, sessionId);
        return result.value;
      };
      const isThere = "location.href !== 'about:blank' && document.readyState === 'complete'";
      await until(`${url} is loaded`, async () => (await run(isThere)) === true);
      let last: unknown;
      for (const expression of expressions) last = await run(expression);
      await send("Target.closeTarget", { targetId });
      return last;
    },
    async [Symbol.asyncDispose]() {
      const ended = once(child, "exit");
      await send("Browser.close", {});
      await ended;
      socket.close();
      await folder[Symbol.asyncDispose]();
    },
  };
};

const sender = (socket: WebSocket) => {
  const waiting = new Map<number, (message: Message) => void>();
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(String(data)) as Message;
    if (message.id !== undefined) waiting.get(message.id)?.(message);
  });
  let last = 0;
  return async <T>(method: string, params: object, sessionId?: string): Promise<T> => {
    const id = ++last;
    const answer = new Promise<Message>((resolve) => waiting.set(id, resolve));
    socket.send(JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) }));
    const { result, error } = await answer;
    waiting.delete(id);
    if (error !== undefined) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result as T;
  };
};
