// What one batch of a request's events puts on record: the events, and all that follows from them.

import { hearers } from "./hearers.ts";
import { toShow } from "./hearing.ts";
import type { Organisation } from "./organisation.ts";
import type { Append } from "./ports/store.ts";
import type { RequestEvent } from "./request/events.ts";
import { nextDue } from "./request/owed.ts";
import { isOver, isUnattested, isUnreviewed, type Request } from "./request/state.ts";
import { spanOfRequest } from "./sign-in/spans.ts";

/** `version`: the one that was read. `request`: as the events leave it. */
export function record(
  events: readonly [RequestEvent, ...RequestEvent[]],
  request: Request,
  version: number,
  key: string,
  organisation: Organisation,
): Append {
  return {
    stream: request.id,
    expected: version,
    key,
    events,
    due: nextDue(request, organisation),
    holds: holds(request),
    span: spanOfRequest(request, organisation.policy),
    ...toShow(hearers(events, request, organisation), version),
  };
}

/**
 * A refusal, on a stream beside the request's: however often somebody is refused, the request stays as short as its
 * life, and nobody who may act has to try again because of them.
 */
export const recordRefusal = (id: string, refused: RequestEvent, key: string): Append => ({
  stream: `refused:${id}`,
  expected: "any",
  key,
  events: [refused],
  due: undefined,
  holds: undefined,
  redraw: false,
  cards: [],
  announcements: [],
});

/**
 * One live request per requester and account, and one per drill: two clicks at once make one request. What is still owed
 * keeps it live.
 */
function holds(request: Request): string | undefined {
  const { drill, requester, account } = request;
  if (!isOver(request)) return drill ? `rehearses/${drill.id}` : `${requester}/${account}`;
  if (isUnattested(request)) return `attest/${request.id}`;
  return isUnreviewed(request) ? `review/${request.id}` : undefined;
}
