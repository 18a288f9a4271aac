/**
 * Preloaded into every function process. When the gateway's process ends, however it ends, the channel to it closes,
 * and the function ends too: nothing is left behind by a gateway that was killed.
 */

process.on("disconnect", () => process.exit(1));
// The channel alone must not keep a function alive that has nothing to do.
process.channel?.unref();
