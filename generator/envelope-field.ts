/** Where the generated arguments of a method hold the envelope: the highest field ID there is. Reserved everywhere. */
export const ENVELOPE_FIELD = 32767;
