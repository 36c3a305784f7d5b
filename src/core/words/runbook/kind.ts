// What a runbook of ours says about one kind of failure; all else is the same for every kind. `**` makes bold.

export type Kind = {
  /** When break-glass helps, and when it does not. */
  helps: readonly string[];
  not: readonly string[];
  /** What to look at before anybody opens a safe. */
  first: readonly string[];
  /** What Graph PowerShell must be allowed for the commands below. */
  scopes: string;
  change: readonly string[];
  leave: readonly string[];
  undo: readonly string[];
};
