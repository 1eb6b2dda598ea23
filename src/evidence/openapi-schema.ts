import { z } from "zod";

/** The parts of an OpenAPI 3 document that bear on who calls it. What is not named here is passed over. */
const map = <T extends z.ZodType>(of: T) => z.record(z.string(), of).default({});
const ref = z.looseObject({ $ref: z.string().optional() });

export type Schema = {
  readonly $ref?: string | undefined;
  readonly type?: string | readonly string[] | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, Schema | boolean>>;
  readonly items?: Schema | boolean | undefined;
  readonly nullable?: boolean | undefined;
  readonly allOf: readonly (Schema | boolean)[];
};

const schema: z.ZodType<Schema | boolean> = z.lazy(() =>
  z.union([
    z.boolean(),
    z.looseObject({
      $ref: z.string().optional(),
      type: z.union([z.string(), z.array(z.string())]).optional(),
      enum: z.array(z.unknown()).optional(),
      required: z.array(z.string()).default([]),
      properties: map(schema),
      items: schema.optional(),
      nullable: z.boolean().optional(),
      allOf: z.array(schema).default([]),
    }),
  ]),
);

const content = map(z.looseObject({ schema: schema.optional() }));
const parameter = ref.extend({
  name: z.string().optional(),
  in: z.string().optional(),
  required: z.boolean().default(false),
  schema: schema.optional(),
});
const body = ref.extend({ required: z.boolean().default(false), content });
const response = ref.extend({ content });
const operation = z.looseObject({
  parameters: z.array(parameter).default([]),
  requestBody: body.optional(),
  responses: map(response),
});

export const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;
const pathItem = z.looseObject({
  $ref: z.undefined({ error: "a path by $ref is not followed; write it out" }).optional(),
  parameters: z.array(parameter).default([]),
  ...Object.fromEntries(methods.map((method) => [method, operation.optional()] as const)),
}) as unknown as z.ZodType<PathItem>;

export const openapi = z.looseObject({
  openapi: z.string().regex(/^3\.\d/, { error: "only OpenAPI 3 is read" }),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  paths: map(pathItem),
  components: z
    .looseObject({
      schemas: map(schema),
      parameters: map(parameter),
      requestBodies: map(body),
      responses: map(response),
    })
    .prefault({}),
});

export type Parameter = z.infer<typeof parameter>;
export type Body = z.infer<typeof body>;
export type Response = z.infer<typeof response>;
export type Operation = z.infer<typeof operation>;
export type PathItem = { readonly parameters: readonly Parameter[] } & {
  readonly [method in (typeof methods)[number]]?: Operation | undefined;
};
export type Openapi = z.infer<typeof openapi>;
