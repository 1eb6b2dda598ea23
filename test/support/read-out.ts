import type { Page } from "playwright-core";

type Node = {
  readonly nodeId: string;
  readonly ignored: boolean;
  readonly role?: { readonly value: string };
  readonly name?: { readonly value: string };
  readonly childIds?: readonly string[];
};

/**
 * Words that a screen reader reads out as one, for nothing stands between them but a style: `missingnot signed yet`.
 * Found in Chromium's accessibility tree, whose texts a reader joins where their boxes are no nodes of their own.
 */
export const readAsOne = async (page: Page): Promise<readonly string[]> => {
  const cdp = await page.context().newCDPSession(page);
  const { nodes } = (await cdp.send("Accessibility.getFullAXTree")) as { nodes: readonly Node[] };
  await cdp.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  /** Nodes that are ignored give their place to what they hold. */
  const inside = ({ childIds = [] }: Node): readonly Node[] =>
    childIds.flatMap((id) => {
      const child = byId.get(id);
      if (child === undefined) return [];
      return child.ignored ? inside(child) : [child];
    });
  return nodes
    .filter(({ ignored, role }) => !ignored && !named.has(role?.value ?? ""))
    .flatMap((node) => {
      const texts = inside(node).map((one) => (one.role?.value === "StaticText" ? (one.name?.value ?? "") : " "));
      return texts.flatMap((text, n) => (n > 0 && areOne(texts[n - 1]!, text) ? [`${texts[n - 1]}|${text}`] : []));
    });
};

/** Told by their names, which Chromium makes of what is in them, with spaces. */
const named: ReadonlySet<string> = new Set(["button", "LabelText"]);

const areOne = (before: string, after: string): boolean =>
  /[\p{L}\p{N}%)]$/u.test(before) && /^[\p{L}\p{N}(]/u.test(after);
