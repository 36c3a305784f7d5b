// The few sentences that only Teams needs: what the core cannot know about this platform.

export const texts = {
  unreadableButton: "That button could not be read. Nothing was done. Type “breakglass status” to go on.",
  unreadableCard:
    "This card could not be brought up to date. Type “breakglass status” to see how things stand.",
  couldNotTellPrivately:
    "I tried to answer privately and could not. Open a personal chat with me (add the app for yourself) and ask again there.",
  stillWorking:
    "This takes longer than it should. Nothing counts until you hear from me: look at the card, or use the printed runbook.",
  atLeast: (shortest: number) => `At least ${shortest} characters, please.`,
  needed: "This is needed.",
  shortened: " … (shortened here; whole in the record)",
} as const;
