import { expect } from "chai";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildFunction } from "../../emulator/build-function.js";
import { DevError } from "../../emulator/dev-error.js";
import { makeFolder, removeFolders } from "./gen-folder.js";

describe("bundled functions", () => {
  afterEach(removeFolders);

  it("are bundled into one module, types unchecked, with a map to their sources", async () => {
    const gen = await makeFolder({
      "text/types.ts": "export interface Text { readonly text: string }\nexport const LENGTH: number = 3;\n",
      "functions/f/index.ts": `
        import { LENGTH, type Text } from "../../text/types.js";
        const wrong: number = "no number";
        await Promise.resolve();
        export const text: Text = { text: wrong + LENGTH };
      `,
    });
    const outfile = join(gen, "work/functions/f.mjs");
    expect(await buildFunction(join(gen, "functions/f/index.ts"), outfile)).to.deep.equal([]);
    const module: unknown = await import(pathToFileURL(outfile).href);
    expect(module).to.have.property("text").that.deep.equals({ text: "no number3" });
  });

  it("leave packages to Node, which finds them from the bundle's place", async () => {
    const gen = await makeFolder({
      "functions/f/index.ts": `export { answer } from "some-package";\n`,
      "node_modules/some-package/package.json": `{ "name": "some-package", "type": "module", "exports": "./main.js" }`,
      "node_modules/some-package/main.js": "export const answer = import.meta.url;\n",
    });
    const outfile = join(gen, "work/f.mjs");
    await buildFunction(join(gen, "functions/f/index.ts"), outfile);
    const module: unknown = await import(pathToFileURL(outfile).href);
    expect(module)
      .to.have.property("answer")
      .that.matches(/some-package\/main\.js$/);
  });

  it("show the compiler's own message when they cannot be built", async () => {
    const gen = await makeFolder({ "functions/f/index.ts": `import "./nope.js";\nconst x = ;\n` });
    const error = await buildFunction(join(gen, "functions/f/index.ts"), join(gen, "f.mjs")).catch(
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(DevError);
    const { message } = error as DevError;
    expect(message).to.match(/functions\/f\/index\.ts:2:10:\n\s+2 │ const x = ;\n\s+╵ +\^$/);
    expect(message).to.not.contain(" at ");
  });
});
