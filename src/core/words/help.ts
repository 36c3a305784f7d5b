// What can be typed, with examples; the same words on both platforms.

export const helpLines: readonly { say: string; does: string }[] = [
  { say: "/breakglass request", does: "ask for an emergency access account" },
  {
    say: "/breakglass declare",
    does: "use it without approval, told to everybody at once, attested afterwards",
  },
  { say: "/breakglass approve BG-12", does: "approve a request (also: deny BG-12 and why)" },
  { say: "/breakglass withdraw", does: "take your own request back" },
  { say: "/breakglass extend BG-12 30m and why", does: "ask for more time" },
  { say: "/breakglass end", does: "say that you are done" },
  {
    say: "/breakglass release BG-12 envelope A",
    does: "confirm, as its custodian, that you handed a part over",
  },
  { say: "/breakglass attest BG-12", does: "confirm, as a second person, a use that was declared" },
  { say: "/breakglass alerts", does: "see the alerts that wait for somebody" },
  { say: "/breakglass ack AL-7", does: "take an alert: it is not repeated any more" },
  {
    say: "/breakglass classify AL-7 misuse and why",
    does: "say what it was: drill, emergency, misuse or false alarm",
  },
  { say: "/breakglass close AL-7", does: "say that nothing is left to do about it" },
  { say: "/breakglass status", does: "see what is open (also: status BG-12, status AL-7)" },
  { say: "/breakglass accounts", does: "see the accounts and who keeps them" },
  { say: "/breakglass runbook mfa", does: "see what to do, step by step (runbook alone: the list)" },
  { say: "/breakglass whoami", does: "see who I think you are" },
];

export const helpWords = {
  title: "Emergency access to Microsoft Entra",
  unknown: "I do not know that command. This is what I understand:",
  inTeams: "In Teams, type the same words to me here, or after @Breakglass in a channel.",
};
