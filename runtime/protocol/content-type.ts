/**
 * What Apache's HTTP clients send and expect whichever protocol they speak. The name a more exact one would have
 * (`application/vnd.apache.thrift.json`) is known to hardly any of them, so the body's first byte decides: `detectProtocol`.
 */
export const CONTENT_TYPE = "application/x-thrift";
