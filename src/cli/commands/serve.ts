import { once } from "node:events";
import { command, flag, option } from "../command.ts";
import { optional, whole, word } from "../reader.ts";

export const serve = command({
  name: "serve",
  summary: "Serve the API, sign-in and the event stream, and conduct every release, until stopped",
  args: {},
  options: {
    host: option(optional(word), "ADDRESS", "to listen on (else server.yaml's, else 127.0.0.1)"),
    port: option(optional(whole(0, 65_535)), "N", "to listen on; 0 takes a free one (else server.yaml's, else 8090)"),
    noConduct: flag("only answer; another process conducts"),
  },
  examples: [
    ["serve", "http://localhost:8090; stop it with Ctrl-C or SIGTERM"],
    ["serve --no-conduct --port 8091", "a second replica that only answers"],
  ],
  async run({ host, port, noConduct }, { io, home, answer }) {
    const server = await io.openServer(await home(), { conduct: !noConduct, host, port });
    try {
      const { url, address } = server;
      answer({ url, address }, () => `Headgate ${io.version} listens at ${address} (${url})`);
      if (!io.signal.aborted) await once(io.signal, "abort");
    } finally {
      await server.stop();
    }
    return 0;
  },
});
