// Who the player is on each side and where they look: kept in the address, so that a reload changes nothing.

export type Platform = "slack" | "teams";
export type Choice = {
  person(platform: Platform): string;
  place(platform: Platform): string;
  choose(platform: Platform, what: { person?: string; place?: string }): void;
  onChange(heard: () => void): void;
};

export function startChoice(initial: Readonly<Record<Platform, { person: string; place: string }>>): Choice {
  const address = new URLSearchParams(location.hash.slice(1));
  const now = new Map<string, string>();
  for (const platform of ["slack", "teams"] as const) {
    now.set(platform, address.get(platform) ?? initial[platform].person);
    now.set(`${platform}-at`, address.get(`${platform}-at`) ?? initial[platform].place);
  }
  const listeners: (() => void)[] = [];
  return {
    person: (platform) => now.get(platform) ?? "",
    place: (platform) => now.get(`${platform}-at`) ?? "",
    choose: (platform, { person, place }) => {
      if (person !== undefined) now.set(platform, person);
      if (place !== undefined) now.set(`${platform}-at`, place);
      history.replaceState(null, "", `#${new URLSearchParams([...now])}`);
      for (const heard of listeners) heard();
    },
    onChange: (heard) => listeners.push(heard),
  };
}
