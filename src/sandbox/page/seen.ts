// What each person has seen, as this page remembers it: the marks for unread places and waiting people.

const lastSeen = new Map<string, string>();

/** Message ids grow with time on both platforms, and have the same length, so text order is their order. */
export const markSeen = (person: string, place: string, newest: string | undefined): void => {
  if (newest !== undefined) lastSeen.set(`${person} ${place}`, newest);
};

export const isUnread = (person: string, place: string, newest: string | undefined): boolean =>
  newest !== undefined && newest > (lastSeen.get(`${person} ${place}`) ?? "");
