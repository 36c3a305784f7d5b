// Loaded into a bot before anything else: its clock is AHEAD seconds ahead, and LEAP more with every SIGUSR2.
// Timers run on as they do.
const { AHEAD = "0", LEAP = "0" } = process.env;
const now = Temporal.Now.instant;
let ahead = Number(AHEAD);
Temporal.Now.instant = () => now().add({ milliseconds: Math.round(ahead * 1_000) });
process.on("SIGUSR2", () => {
  ahead += Number(LEAP);
});
