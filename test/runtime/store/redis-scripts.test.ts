/** The Lua scripts of the Redis store keep their own rules, and the rules notice when they do not. */

import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SCRIPTS } from "../../../runtime/store/redis/script-files.js";
import { PACKAGE } from "../../support/imports.js";
import { lintScript, lintShared } from "../../support/lint-lua.js";

const FOLDER = join(PACKAGE, "runtime/store/redis");
const read = (file: string): string => readFileSync(join(FOLDER, file), "utf8");

/** A script without fault, and what is complained of when `from` becomes `to`. */
const GOOD = `--[[
  KEYS[1] a
  KEYS[2...] more
  ARGV[1] x
  RETURNS stale
  RETURNS applied, something
]]
local at = 2
if redis.call("HGET", KEYS[at], ARGV[1]) then return { "stale" } end
-- redis.pcall is not for us: ARGV[9]
redis.call("DEL", KEYS[1])
return { "applied", 1 }
`;
const FAULTS: readonly (readonly [from: string, to: string, complaint: string])[] = [
  ["--[[", "--", "there is no header"],
  ["  KEYS[1] a\n", "", "KEYS[1] is used, not declared"],
  ["  ARGV[1] x\n", "  ARGV[1] x\n  ARGV[2] y\n", "ARGV[2] is declared, not used"],
  ["  ARGV[1] x\n", "", "ARGV[1] is used, not declared"],
  ["  KEYS[2...] more\n", "", "KEYS[...] is used, not declared"],
  ["KEYS[2...]", "KEYS[3...]", "KEYS[...] begins at the wrong place"],
  ["KEYS[at]", "KEYS[1]", "KEYS[...] is declared, not used"],
  ["  RETURNS stale\n", "", "stale is returned, not declared"],
  ["RETURNS stale", "RETURNS stale\n  RETURNS done", "done is declared, not returned"],
  ["redis.call(", "redis.pcall(", "redis.pcall is used"],
  ['"HGET", KEYS[at]', '"HGET", "k" .. KEYS[at]', "HGET is called on a key that is not in KEYS"],
  ['"HGET"', '"GETDEL"', "GETDEL is not known to read or write"],
  ['"HGET"', "command", "a command is not named literally"],
  ['return { "applied"', 'redis.call("HGET", KEYS[1])\nreturn { "applied"', "HGET after a write"],
  ['return { "applied"', 'if at then return { "stale" } end\nreturn { "applied"', "something is decided after a write"],
];

describe("the scripts of the Redis store", () => {
  it("are all in use, and what they share only reads", () => {
    expect(Object.values(SCRIPTS).flat()).to.include.members(
      readdirSync(FOLDER).filter((name) => name.endsWith(".lua")),
    );
    expect(lintShared(read("record.lua"))).to.deep.equal([]);
  });

  for (const [name, files] of Object.entries(SCRIPTS)) {
    it(`${name}: header and body agree, all checks precede all writes, no key but those given`, () => {
      expect(lintScript(read(files.at(-1) ?? ""))).to.deep.equal([]);
    });
  }

  it("would be complained of", () => {
    expect(lintScript(GOOD)).to.deep.equal([]);
    for (const [from, to, complaint] of FAULTS) {
      const bad = GOOD.replace(from, to);
      expect(bad, from).not.to.equal(GOOD);
      expect(lintScript(bad), complaint).to.include(complaint);
    }
    expect(lintShared(GOOD)).to.deep.equal(["DEL writes"]);
  });
});
