/** Compiles templates of the user's: strictly, so that a slip is told and not left out of what is generated. */

import handlebars from "handlebars";
import { explain, HELPERS, type Place, TemplateError, unknownName, unknownPartial, VIEWS } from "./explain.js";
import { COMPILE_OPTIONS, type TemplateSource } from "./templates.js";

type Handlebars = typeof handlebars;

/**
 * A template that says what is wrong with it, and where.
 * @param partials the names of all there are
 * @throws UserError for a mistake that can be seen without a view
 */
export function compileTemplate(
  environment: Handlebars,
  source: TemplateSource,
  partials: readonly string[],
): HandlebarsTemplateDelegate {
  const { file, text } = source;
  try {
    handlebars.precompile(text, COMPILE_OPTIONS);
    assertPartialsExist(text, partials);
  } catch (error) {
    throw explain(file, error);
  }
  const template = environment.compile(text, COMPILE_OPTIONS);
  return (view: object, options) => {
    try {
      return template(view, options);
    } catch (error) {
      throw explain(file, error instanceof MissingError ? withName(error, text, view) : error, view);
    }
  };
}

/** A helper was given what is not there; which name that was stands in the template. */
class MissingError extends TemplateError {}

function withName({ message, place }: TemplateError, text: string, view: object): TemplateError {
  const line = text.split("\n")[(place?.line ?? 0) - 1] ?? "";
  const path = /^\{\{~?#?\^?\s*\w+\s+([\w./@]+)/.exec(line.slice(place?.column))?.[1];
  const missing = path?.split(/[./]/).at(-1);
  return new TemplateError(missing === undefined ? message : unknownName(missing, view), place);
}

function assertPartialsExist(text: string, known: readonly string[]): void {
  class Partials extends handlebars.Visitor {
    readonly used: { readonly name: string; readonly place: Place }[] = [];
    readonly own: string[] = [];

    override PartialStatement(partial: hbs.AST.PartialStatement): void {
      // One that is looked up is known when the view is.
      if (partial.name.type === "PathExpression")
        this.used.push({ name: (partial.name as hbs.AST.PathExpression).original, place: partial.loc.start });
      super.PartialStatement(partial);
    }

    /** `{{#*inline "name"}}` */
    override DecoratorBlock(block: hbs.AST.DecoratorBlock): void {
      for (const name of block.params)
        if (name.type === "StringLiteral") this.own.push((name as hbs.AST.StringLiteral).value);
      super.DecoratorBlock(block);
    }
  }
  const partials = new Partials();
  partials.accept(handlebars.parse(text));
  for (const { name, place } of partials.used) {
    if (name.startsWith("@") || known.includes(name) || partials.own.includes(name)) continue;
    throw new TemplateError(unknownPartial(name, known), place);
  }
}

/** What Handlebars tells a helper last. */
interface Options extends Handlebars.HelperOptions {
  readonly loc?: { readonly start: Place };
}

/** Handlebars' own loops and tests take a name that stands for nothing as an empty one. These do not. */
export function registerStrictHelpers(environment: Handlebars): void {
  for (const name of HELPERS) {
    const helper = environment.helpers[name];
    if (helper === undefined) throw new Error(`Handlebars has no helper ${name}`);
    const wanted = name === "lookup" ? 2 : 1;
    environment.registerHelper(name, function strict(this: unknown, ...args: unknown[]): unknown {
      const { loc } = args.at(-1) as Options;
      if (args.length !== wanted + 1)
        throw new TemplateError(`\`${name}\` takes ${wanted === 1 ? "one value" : "two values"}`, loc?.start);
      const result: unknown = Reflect.apply(helper, this, args);
      if (args.includes(undefined) || (name === "lookup" && result === undefined))
        throw new MissingError(`what \`${name}\` is given is not there; ${VIEWS}`, loc?.start);
      return result;
    });
  }
}
