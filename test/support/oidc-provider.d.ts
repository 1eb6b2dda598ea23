/** The little of `oidc-provider` that a provider for tests takes; the package ships without types. */
declare module "oidc-provider" {
  import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";

  type Grant = { addOIDCScope(scope: string): void; save(): Promise<string> };
  type Session = { readonly accountId: string };
  export type Context = {
    readonly req: IncomingMessage;
    readonly res: ServerResponse;
    readonly path: string;
    readonly oidc: {
      readonly provider: Provider;
      readonly client: { readonly clientId: string };
      readonly session: Session;
    };
  };
  type Account = { readonly accountId: string; claims(): Promise<Readonly<Record<string, unknown>>> };
  type Finished = { readonly login: { readonly accountId: string } } | { readonly error: string };

  export class Provider {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>);
    readonly Grant: new (of: {
      readonly clientId: string;
      readonly accountId: string;
    }) => Grant;
    use(middleware: (context: Context, next: () => Promise<void>) => Promise<void>): void;
    callback(): RequestListener;
    interactionFinished(req: IncomingMessage, res: ServerResponse, result: Finished): Promise<void>;
  }
  export type FindAccount = (context: Context, sub: string) => Promise<Account | undefined>;
  export default Provider;
}
