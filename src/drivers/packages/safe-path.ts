/** Why a path inside a package may not be used; null when it may. The same for what a folder and a zip file name. */
export const pathProblem = (path: string): string | null => {
  if (path === "" || path.includes("\0")) return "is no name";
  if (path.includes("\\")) return "has a backslash; write /";
  if (path.startsWith("/") || /^[a-z]:/i.test(path)) return "is an absolute path";
  const parts = path.split("/");
  if (parts.includes("..")) return "leads out of the package";
  return parts.some((part) => part === "" || part === ".") ? "is not written in its shortest form" : null;
};

/** In bytes. */
export const longestLink = 4_096;

/**
 * Why a symbolic link may not lead there; null when it may. Only its first steps may lead up: behind another link `..`
 * would be somewhere else than it reads.
 */
export const linkProblem = (name: string, target: string): string | null => {
  if (target === "" || target.includes("\0")) return "links to nothing";
  if (target.startsWith("/") || target.includes("\\")) return `links to ${target}, which is no relative path`;
  const steps = target.split("/");
  const up = steps.findIndex((step) => step !== "..");
  const rest = up < 0 ? [] : steps.slice(up);
  if (rest.includes("..")) return `links to ${target}, which leads down and up again`;
  const depth = name.split("/").length - 1;
  return steps.length - rest.length > depth ? `links to ${target}, outside the build` : null;
};
