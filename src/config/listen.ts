import { z } from "zod";
import { asks } from "./explain.ts";

const addressForm = /^(?<host>\[[0-9a-fA-F:.]+\]|[^\s:[\]]+):(?<port>\d{1,5})$/;

/** `127.0.0.1:8080` or `[::1]:8080`; null for anything else. Port 0 is refused: nobody would know where to go. */
export const parseAddress = (given: string): { readonly host: string; readonly port: number } | null => {
  const { host, port } = addressForm.exec(given)?.groups ?? {};
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535) return null;
  return { host: host.replace(/^\[|\]$/g, ""), port: Number(port) };
};

const addressHelp = "write host:port, such as 127.0.0.1:8080";

export const listen = z
  .string({ error: asks(addressHelp) })
  .refine((given) => parseAddress(given) !== null, { error: asks(addressHelp) })
  .transform((given) => parseAddress(given) ?? z.NEVER);
