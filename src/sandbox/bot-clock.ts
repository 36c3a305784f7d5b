// Loaded into the practice bot before anything else: its clock is as far ahead of the machine's as the practice tenant
// says. The bot knows nothing of it, and its libraries neither: tokens end when they should. Timers run on as they do.

/** Milliseconds ahead of the machine's clock. Goes to the bot, and comes back when it holds. */
export type ClockMessage = { ahead: number };

const Machine = Date;
const { now: machineNow } = Machine;
const { instant: machineInstant } = Temporal.Now;
let ahead = 0;

const now = () => machineNow() + ahead;
const instant = () => machineInstant().add({ milliseconds: ahead });
const zoned = (zone: Temporal.TimeZoneLike = Temporal.Now.timeZoneId()) => instant().toZonedDateTimeISO(zone);

globalThis.Date = new Proxy(Machine, {
  construct: (date, given, self) => Reflect.construct(date, given.length === 0 ? [now()] : given, self),
  apply: () => new Machine(now()).toString(),
});
Machine.now = now;
Object.assign(Temporal.Now, {
  instant,
  zonedDateTimeISO: zoned,
  plainDateTimeISO: (zone?: Temporal.TimeZoneLike) => zoned(zone).toPlainDateTime(),
  plainDateISO: (zone?: Temporal.TimeZoneLike) => zoned(zone).toPlainDate(),
  plainTimeISO: (zone?: Temporal.TimeZoneLike) => zoned(zone).toPlainTime(),
});

process.on("message", (wanted: ClockMessage) => {
  ahead = Math.max(ahead, wanted.ahead); // never back
  process.send?.({ ahead } satisfies ClockMessage);
});
process.channel?.unref(); // the bot ends when it is done, not when the practice tenant is
