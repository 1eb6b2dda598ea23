import { connect } from "node:net";
import type { Millis } from "../../domain/units.ts";
import type { Look, Seen } from "../port.ts";

export type TcpSettings = { readonly host: string; readonly port: number; readonly within: Millis };

/** Whether somebody accepts connections there. A refusal and silence are answers, and no errors. */
export const tcp: Look<TcpSettings> = async ({ host, port, within }, signal) => {
  const problem = await new Promise<string | null>((answer) => {
    const socket = connect({ host, port, signal });
    const end = (problem: string | null) => {
      socket.destroy();
      answer(problem);
    };
    socket.setTimeout(within, () => end(`no answer within ${within} ms`));
    socket.once("connect", () => end(null));
    socket.once("error", ({ message }) => end(message));
  });
  signal.throwIfAborted();
  return answered(`${host}:${port}`, problem);
};

const answered = (where: string, problem: string | null): Seen => ({
  figures: { checked: 1, failed: problem === null ? 0 : 1 },
  findings: problem === null ? [] : [{ id: `tcp ${where}`, severity: "high", title: problem, where }],
});
