import { type Digest, isDigest } from "../domain/units.ts";
import { AppError } from "../errors.ts";

/**
 * Where the build lies that a request names: one that was uploaded, by its digest, or an image by its own. A path of the
 * server's disk is neither: whoever may open a release could read it by way of a build.
 *
 * @throws AppError `BUILD_INVALID`
 */
export const placeOfBuild = (build: string, place: (digest: Digest) => string): string => {
  if (isDigest(build)) return place(build);
  if (/^[\w.:/-]+@sha256:[0-9a-f]{64}$/.test(build) && !/^[./]|\.\./.test(build)) return build;
  throw new AppError("BUILD_INVALID", {
    path: build.slice(0, 200),
    problem: "it is neither the digest of an uploaded build nor an image by its digest",
    fix: "Upload its folder as a zip file (POST /api/v1/builds), or name an image: registry.example/shop@sha256:…",
  });
};
