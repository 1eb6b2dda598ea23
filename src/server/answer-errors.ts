import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { toProblem } from "../api/problem.ts";
import { AppError, catalogue } from "../errors.ts";

/** Every error leaves as a problem of RFC 9457; what is a fault of ours is logged, and told without its insides. */
export const answerErrors = (app: FastifyInstance, stopping: AbortSignal): void => {
  app.setErrorHandler((error: Error, request, reply) => {
    const known = error instanceof AppError ? error : ofOthers(error, request, stopping);
    // Nobody is there to be told, and nothing failed here.
    if (hasHungUp(request, reply)) request.log.info("whoever asked hung up");
    else logOwn(known, error, request);
    return sendProblem(known, request, reply);
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split("?")[0]?.slice(0, 200) ?? "";
    return sendProblem(new AppError("ROUTE_UNKNOWN", { method: request.method, path }), request, reply);
  });
};

/** Before all that they sent was here, or before they had an answer. */
const hasHungUp = ({ raw }: FastifyRequest, reply: FastifyReply): boolean =>
  (raw.destroyed && !raw.complete) || reply.raw.destroyed;

/** Whatever is no fault of whoever asked. Of one that is known, where it happened says nothing. */
const logOwn = (known: AppError, error: Error, { log }: FastifyRequest): void => {
  const { code, message, cause } = known;
  if (code === "UNEXPECTED") log.error({ err: error }, "unexpected");
  else if (catalogue[code].status >= 500)
    log.error({ code, problem: message, cause: cause instanceof Error ? cause.message : undefined }, "failed");
};

const sendProblem = (error: AppError, request: FastifyRequest, reply: FastifyReply) => {
  const problem = toProblem(error, request.id);
  // A challenge of HTTP, so that clients know what to show.
  if (problem.status === 401) reply.header("www-authenticate", "Bearer");
  if (error.code === "TOO_MANY_REQUESTS") reply.header("retry-after", String(error.detail.seconds));
  return reply.status(problem.status).type("application/problem+json").send(problem);
};

/** What was looked at for somebody is given up when the server stops. */
const ofOthers = (error: Error, request: FastifyRequest, stopping: AbortSignal): AppError =>
  stopping.aborted && error.name === "AbortError"
    ? new AppError("STOPPING", {}, { cause: error })
    : ofFramework(error, request);

const ofFramework = (error: Error & { code?: string; statusCode?: number }, request: FastifyRequest): AppError => {
  switch (error.code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return new AppError("BODY_TOO_LARGE", { most: request.routeOptions.bodyLimit ?? 0 });
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return new AppError("MEDIA_WRONG", {
        wanted: wantedBy(request),
        given: request.headers["content-type"]?.slice(0, 100) ?? "none",
      });
    default:
      return error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500
        ? new AppError("INPUT_INVALID", { count: 1, problems: error.message.slice(0, 300) })
        : new AppError("UNEXPECTED", { request: request.id }, { cause: error });
  }
};

const wantedBy = ({ routeOptions }: FastifyRequest): string => {
  const body = routeOptions.config.route?.body;
  return typeof body === "string" ? body : "application/json";
};
