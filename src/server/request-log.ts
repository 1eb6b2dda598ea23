import type { FastifyRequest } from "fastify";

/** Of a request, for the log. Without its query: what a provider of single sign-on sends back stands in it, as may a search. */
export const requestLog = ({ method, url, ip }: FastifyRequest) => ({
  method,
  path: url.split("?")[0]?.slice(0, 300),
  address: ip,
});
