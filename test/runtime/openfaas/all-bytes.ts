/** Every byte value once, then what text handling likes to change: line ends, NUL, half a UTF-8 character. */
export const ALL_BYTES: Uint8Array = Uint8Array.from([...Array(256).keys(), 13, 10, 0, 10, 0xc3]);
