/** What Python and we do differently is shown with these; see differences.test.ts. */

struct Some {
  1: optional string text,
  2: optional double number,
  3: optional binary data,
}

struct Nothing {}
