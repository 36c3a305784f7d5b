// What can be typed, with examples; the same words on both platforms.

type HelpGroup = { title: string; lines: readonly { say: string; does: string }[] };

export const helpGroups: readonly HelpGroup[] = [
  {
    title: "In an emergency",
    lines: [
      { say: "/breakglass request", does: "ask for an emergency access account" },
      {
        say: "/breakglass declare",
        does: "use it without approval, told to everybody at once, attested afterwards",
      },
      { say: "/breakglass approve BG-12", does: "approve a request (also: deny BG-12 and why)" },
      {
        say: "/breakglass release BG-12 envelope A",
        does: "confirm, as its custodian, that you handed a part over",
      },
      { say: "/breakglass extend BG-12 30m and why", does: "ask for more time" },
      { say: "/breakglass end", does: "say that you are done (before it is approved: withdraw)" },
      { say: "/breakglass runbook mfa", does: "see what to do, step by step (runbook alone: the list)" },
    ],
  },
  {
    title: "When the SOC is called",
    lines: [
      { say: "/breakglass alerts", does: "see the alerts that wait for somebody" },
      { say: "/breakglass ack AL-7", does: "take an alert: it is not repeated any more" },
      {
        say: "/breakglass classify AL-7 misuse and why",
        does: "say what it was: drill, emergency, misuse or false alarm (then: close AL-7)",
      },
    ],
  },
  {
    title: "Afterwards",
    lines: [
      { say: "/breakglass attest BG-12", does: "confirm, as a second person, a use that was declared" },
      {
        say: "/breakglass review BG-12",
        does: "see all that happened in a use (to sign it off: review BG-12 emergency and why)",
      },
      {
        say: "/breakglass clean-up BG-12 policies",
        does: "say that something is put right: policies, roles or parts",
      },
      {
        say: "/breakglass confirm RO-3",
        does: "confirm that a credential is renewed (nothing proves it: attest RO-3 and what you saw)",
      },
      { say: "/breakglass suspect", does: "say that somebody may know a credential who should not" },
      { say: "/breakglass staff-change Alice", does: "say that somebody left or has another position" },
    ],
  },
  {
    title: "Drills",
    lines: [
      {
        say: "/breakglass drills",
        does: "see them (to plan an earlier one: drill now, drill schedule 2027-03-01)",
      },
      {
        say: "/breakglass drill start DR-4",
        does: "begin one (the SOC is not to know: drill start DR-4 unannounced)",
      },
      {
        say: "/breakglass drill witness DR-4",
        does: "watch it (then: drill tick DR-4 two-paths, drill sign-off DR-4, drill fail DR-4 and why)",
      },
    ],
  },
  {
    title: "At any time",
    lines: [
      { say: "/breakglass status", does: "see what is open (also: status BG-12, AL-7, RO-3 or DR-4)" },
      { say: "/breakglass accounts", does: "see the accounts, whether they are ready, and who keeps them" },
      { say: "/breakglass calendar", does: "see what is owed in the next 90 days" },
      { say: "/breakglass whoami", does: "see who I think you are" },
    ],
  },
];

export const helpWords = {
  title: "Emergency access to Microsoft Entra",
  unknown: "I do not know that command. This is what I understand:",
  inTeams: "In Teams, type the same words to me here, or after @Breakglass in a channel.",
};
