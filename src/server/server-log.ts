import type { FastifyRequest } from "fastify";
import pino, { type DestinationStream, type Logger } from "pino";

const secretHeaders = ["req.headers.authorization", "req.headers.cookie", "res.headers['set-cookie']"];

/**
 * Lines of JSON, each with the id of its request as `reqId`, which a problem tells as its `instance`. Of an address the
 * path alone: a provider of single sign-on sends its code in the query.
 */
export const serverLog = (level: string, to: DestinationStream): Logger =>
  pino({ level, base: null, redact: secretHeaders, serializers: { req: ofRequest } }, to);

const ofRequest = ({ method, url, host, ip, socket }: FastifyRequest) => ({
  method,
  url: url.split("?")[0],
  host,
  remoteAddress: ip,
  remotePort: socket?.remotePort,
});
