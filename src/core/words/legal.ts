// What the Teams manifest must link to: one honest paragraph each.

export const privacy = `Breakglass keeps who asked for, answered, used and ended emergency access, when, and in which words, in a log
that is only ever added to. It runs on your organisation's own machines, sends this to the chats you configured and
to nobody else, and holds no credential. Your organisation decides how long the log is kept.
`;

export const terms = `Breakglass is run by your own organisation, under its own rules for emergency access. There is no warranty.
`;
