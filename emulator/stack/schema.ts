/**
 * The stack file's keys: all that faas-cli knows of. It passes over any other without a word, so that a mistyped one is
 * just not deployed. Every scalar is text here, as it is for faas-cli, which makes strings of numbers and booleans.
 */

import { z } from "zod";

/** `key:` with nothing behind it. */
const orNothing = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional());

const text = z.string();
const flag = z.enum(["true", "false"]);
const texts = orNothing(z.array(text));
const textByKey = orNothing(z.record(text, text));
const resources = orNothing(z.strictObject({ memory: text.optional(), cpu: text.optional() }));

const functionSchema = z.strictObject({
  lang: text.optional(),
  handler: text.optional(),
  image: text.optional(),
  registry_auth: text.optional(),
  fprocess: text.optional(),
  namespace: text.optional(),
  environment: textByKey,
  environment_file: texts,
  secrets: texts,
  labels: textByKey,
  annotations: textByKey,
  constraints: texts,
  limits: resources,
  requests: resources,
  readonly_root_filesystem: flag.optional(),
  skip_build: flag.optional(),
  build_args: textByKey,
  build_options: texts,
  build_secrets: textByKey,
  platforms: text.optional(),
});

export const stackSchema = z.strictObject({
  version: text,
  provider: z.strictObject({ name: text, gateway: text.optional(), network: text.optional() }),
  configuration: orNothing(
    z.strictObject({
      templates: orNothing(z.array(z.strictObject({ name: text, source: text.optional(), path: text.optional() }))),
      copy: texts,
    }),
  ),
  functions: z.record(text, functionSchema),
});

export const environmentFileSchema = z.strictObject({ environment: textByKey });

export type StackFile = z.infer<typeof stackSchema>;
export type StackFileFunction = z.infer<typeof functionSchema>;
