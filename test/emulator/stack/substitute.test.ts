import { expect } from "chai";
import { substitute } from "../../../emulator/stack/substitute.js";

const ENV = { NAME: "value", EMPTY: "" };

describe("variables in a stack file", () => {
  for (const [source, text] of [
    ["a: ${NAME}", "a: value"],
    ["a: ${NAME:-other}", "a: value"],
    ["a: ${NONE:-other}", "a: other"],
    ["a: ${EMPTY:-other}", "a: other"],
    ["a: ${NONE-other} ${NONE:=other} ${NONE=other}", "a: other other other"],
    ["a: ${NONE}${EMPTY}b", "a: b"],
    ["a: ${NONE:-http://127.0.0.1:8080}/x", "a: http://127.0.0.1:8080/x"],
    ["a: ${NONE:-${NAME}-${NONE:-deep}}", "a: value-deep"],
    ["# ${NAME}\n${NAME}: $NAME $$", "# value\nvalue: $NAME $$"],
    ["a: $${NAME}", "a: ${NAME}"],
    ["", ""],
  ] as const)
    it(JSON.stringify(source), () => {
      const { text: actual, problems } = substitute(source, ENV);
      expect([actual, problems]).to.deep.equal([text, []]);
    });

  for (const wrong of ["${NAME^^}", "${NAME/a/b}", "${}", "${NAME", "${1}"])
    it(`says so where it does not understand: ${wrong}`, () => {
      const { problems } = substitute(`a: 1\nb: ${wrong}\nc: 2`, ENV);
      expect(problems).to.have.length(1);
      expect(problems[0]).to.include({ offset: 8 }).and.have.property("message").that.contains(wrong);
    });

  it("knows where each character comes from", () => {
    const source = "a: ${NONE:-xyz}\nb: ${NAME}c";
    const { text, origin } = substitute(source, ENV);
    expect(text).to.equal("a: xyz\nb: valuec");
    const of = (part: string): number => origin(text.indexOf(part));
    expect([of("a"), of("xyz"), of("yz"), of("b"), of("value"), of("c")]).to.deep.equal([0, 3, 3, 16, 19, 26]);
  });
});
