// Names of things are made by their parser only: what cannot be read is nobody and nothing.
import { describe, expect, test } from "vitest";
import { parseAccountId, parsePersonId, parseRequestId, requestId } from "../../src/core/ids.ts";
import { parsePlaceKey, placeKey } from "../../src/core/place.ts";

describe("object ids", () => {
  test("A3: any case and stray blanks are one id", () => {
    const id = "abcdef00-1111-4222-8333-444444444444";
    expect(parsePersonId(` ${id.toUpperCase()}\n`)).toBe(id);
    expect(parseAccountId(id)).toBe(id);
  });

  test.each([
    "",
    "alice@contoso.com",
    "abcdef00111142228333444444444444",
    "{abcdef00-1111-4222-8333-444444444444}",
  ])("%j is none", (raw) => {
    expect(parsePersonId(raw)).toBeUndefined();
    expect(parseAccountId(raw)).toBeUndefined();
  });
});

describe("requests", () => {
  test.each(["BG-12", "bg-12", " BG-12 ", "12"])("C4: %j is BG-12", (raw) => {
    expect(parseRequestId(raw)).toBe(requestId(12));
  });

  test.each(["", "BG-", "BG-012", "BG-0", "0", "BG-1.5", "BG-9999999999", "BG-1\nBG-2", "door", "AL-1"])(
    "%j is none",
    (raw) => {
      expect(parseRequestId(raw)).toBeUndefined();
    },
  );
});

describe("places", () => {
  test("a place and its key are the same thing", () => {
    const place = { platform: "teams", kind: "channel", id: "19:soc@thread.tacv2" } as const;
    expect(placeKey(place)).toBe("teams:channel:19:soc@thread.tacv2");
    expect(parsePlaceKey(placeKey(place))).toEqual(place);
  });

  test.each(["", "slack", "slack:channel:", "mail:channel:x", "slack:group:x"])("%j is no place", (key) => {
    expect(parsePlaceKey(key)).toBeUndefined();
  });
});
