// Where standard output leads: what may be said into a pipe to a printer may not be left on a screen or in a file.
import { fstatSync } from "node:fs";

export type Output = {
  kind(): "screen" | "file" | "pipe";
  write(content: string | Uint8Array): void;
};

export const processOutput: Output = {
  kind() {
    if (process.stdout.isTTY) return "screen";
    return fstatSync(process.stdout.fd).isFile() ? "file" : "pipe";
  },
  write: (content) => void process.stdout.write(content),
};
