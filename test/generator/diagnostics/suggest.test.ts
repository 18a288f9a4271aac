import { expect } from "chai";
import { closest, didYouMean } from "../../../generator/diagnostics/suggest.js";

describe("closest", () => {
  const names = ["UserMention", "User", "Url", "usermentions"];

  it("prefers a difference in case only", () => {
    expect(closest("Usermention", names)).to.equal("UserMention");
  });

  it("finds a slip of a letter or two", () => {
    expect(closest("UserMentoin", names)).to.equal("UserMention");
    expect(closest("Usr", names)).to.equal("User");
  });

  it("suggests nothing far-fetched", () => {
    expect(closest("Post", names)).to.equal(undefined);
    expect(didYouMean("Post", names)).to.equal(undefined);
  });
});
