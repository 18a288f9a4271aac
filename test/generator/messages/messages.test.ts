/** The committed code of the runtime's own messages is what the generator makes of their IDL now. */

import { expect } from "chai";
import { generateMessages } from "./generate-messages.js";

describe("the runtime's own messages", () => {
  it("are generated: run `npm run build; npm run golden` and look at the difference when this fails", async () => {
    const { diagnostics, changes } = await generateMessages(true);
    expect(diagnostics).to.deep.equal([]);
    expect(changes).to.deep.equal({ toWrite: [], toRemove: [], unchanged: 3, notes: [] });
  });
});
