/**
 * What a response means that is no reply of a function: can the call have been executed, does repeating it help, what
 * should a person do. One branch per row of what gateways, providers and watchdogs were seen to answer.
 */

import type { IncomingHttpHeaders } from "node:http";
import type { Refusal } from "../client/explain-failure.js";
import type { HttpResponse } from "../http/post-message.js";
import { quote } from "../http/quote.js";
import type { Mark } from "./marker.js";

export interface GatewayResponse extends HttpResponse {
  /** The marker header's value, if there is one. */
  readonly marker: string | undefined;
}

/** @param response any that is no reply; see explain-queue-response.ts for those of the queue */
export function explainResponse(response: GatewayResponse): Refusal {
  const { status, headers } = response;
  const refusal = response.marker === undefined ? explainForeign(response) : explainOwn(response, response.marker);
  const retryAfterMs = refusal.retryable && (status === 429 || status === 503) ? readRetryAfter(headers) : undefined;
  return { ...refusal, retryAfterMs };
}

/** What it means that nothing was sent, because no function can have this name. */
export function explainName(functionName: string): Refusal {
  return {
    outcome: "not-executed",
    retryable: false,
    says: `"${functionName}" is no name of a function`,
    advice: "Check who has given it: the envelope's caller, or the service's descriptor.",
  };
}

/** Said by a function of ours. */
function explainOwn(response: GatewayResponse, marker: string): Refusal {
  const { status } = response;
  switch (marker) {
    case "unavailable" satisfies Mark:
      return unknown(
        "the function could not finish, its infrastructure failed",
        "Repeat it under the same ID; the function's log says why.",
      );
    case "busy" satisfies Mark:
      return refusedForNow(
        "the function runs as many calls as it may",
        "Repeat it later, add replicas, or raise THRIFT_FAAS_MAX_INFLIGHT.",
      );
    case "unreadable" satisfies Mark:
      return refused(
        `the function could not read the message: ${quote(response)}`,
        "Check that both sides use the same IDL and protocol.",
      );
    case "refused" satisfies Mark:
      return refused(
        `the function takes only authentic messages: ${quote(response)}`,
        "Give this caller the function's key: the secret thrift-faas-call-key, or connect(gateway, { callKey }).",
      );
    case "reply" satisfies Mark:
    case "pending" satisfies Mark:
      return stranger(
        `the function said "${marker}" and what came is a ${status}: something on the way has changed it`,
        "Check what stands between here and the function.",
      );
  }
  // However it is marked: nothing was taken in.
  if (status === 429) return BUSY;
  return stranger(
    `the function answered ${status} with the marker "${marker}", which this version does not know`,
    "Bring both sides to the same version of thrift-faas.",
  );
}

/** Said by something on the way, or by something that is not ours at all. */
function explainForeign(response: GatewayResponse): Refusal {
  const { status, headers } = response;
  const saysText = quote(response);
  // Never followed: what follows a redirect makes a GET of the POST, and sends credentials elsewhere.
  if (status >= 300 && status < 400)
    return refused(
      `redirected to ${headers.location ?? "nowhere"}`,
      "Use a gateway URL without doubled slashes and with the right scheme.",
    );
  switch (status) {
    case 401:
    case 403:
      return refused("access was refused", "Check what stands in front of the gateway and its credentials.");
    case 404:
      return explainNotFound(saysText);
    case 405:
      return refused("what answers there takes no POST", "Check that the URL is the gateway's own.");
    case 408:
      return unknown("the request took too long to arrive", "Repeat it under the same ID.");
    case 413:
      return refused("the message is too large", "Send less in one call.");
    case 429:
      return BUSY;
    case 431:
      return refused("the request's headers are too large", "Send fewer or shorter headers.");
    case 500:
      return headers["x-openfaas-internal"] === undefined
        ? unknown("the function failed", "The function's log says why.")
        : unknown(
            saysText === "" ? "the function crashed or was not ready" : saysText,
            "Repeat it under the same ID; the function's log says why.",
          );
    case 502:
      return unknown(
        "the gateway got no answer in time",
        "Repeat it under the same ID; if it stays so, raise upstream_timeout or check the provider.",
      );
    case 503:
      return saysText.startsWith("No endpoints available")
        ? refusedForNow(
            "no instance of this function is there",
            "Check that it is deployed under this name and scaled above zero.",
          )
        : unknown("the service is unavailable", "Repeat it under the same ID.");
    case 504:
      return unknown(
        "the function took longer than its exec_timeout",
        "Repeat it under the same ID; if it stays so, raise exec_timeout.",
      );
  }
  if (status >= 500) return unknown("the gateway failed", "Repeat it under the same ID.");
  return stranger(
    `the response${saysText === "" ? "" : ` "${saysText}"`} is no reply of a thrift-faas function: something else answers under this name`,
    "Check the gateway's URL and which image is deployed there.",
  );
}

/** A gateway that scales from zero says 404 for an unknown function, and also when it cannot reach its provider. */
function explainNotFound(saysText: string): Refusal {
  if (saysText.startsWith("error finding function") && !saysText.includes("(404)"))
    return refusedForNow(
      `the gateway could not look the function up: ${saysText}`,
      "Check that the gateway's provider runs.",
    );
  if (saysText.startsWith("error finding function"))
    return refused("there is no function of this name", "Deploy it, or check its name and namespace.");
  return refused("nothing is found there", "Check that the URL is the gateway's own, without /function.");
}

const BUSY = refusedForNow(
  "the function has as many calls as it takes",
  "Repeat it later, add replicas, or raise max_inflight.",
);

export function refused(says: string, advice: string): Refusal {
  return { outcome: "not-executed", retryable: false, says, advice };
}

function refusedForNow(says: string, advice: string): Refusal {
  return { outcome: "not-executed", retryable: true, says, advice };
}

export function unknown(says: string, advice: string): Refusal {
  return { outcome: "unknown", retryable: true, says, advice };
}

function stranger(says: string, advice: string): Refusal {
  return { outcome: "unknown", retryable: false, says, advice };
}

/** Seconds or a date; in milliseconds from now. */
function readRetryAfter(headers: IncomingHttpHeaders): number | undefined {
  const text = headers["retry-after"];
  if (text === undefined) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
