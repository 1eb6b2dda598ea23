import { resolve } from "node:path";

const imageForm = /@sha256:[0-9a-f]{64}$/;

/**
 * Where a build is that somebody names on the command line, and where git is asked who wrote it: an image has no folder,
 * so there it is the service's own.
 */
export const buildPlace = (folder: string, build: string): { readonly path: string; readonly repository: string } => {
  const path = resolve(folder, build);
  return imageForm.test(build) ? { path: build, repository: folder } : { path, repository: path };
};
