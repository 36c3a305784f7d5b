// A disk of a few megabytes that can be filled to the last byte: in memory, mounted for us alone.
import { spawnSync } from "node:child_process";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";

export type SmallDisk = {
  folder: string;
  /** From now on nobody can write anything more. */
  fill(): Promise<void>;
  free(): Promise<void>;
  /** Unmounted, even if somebody still holds a file. */
  remove(): void;
};

const chunk = Buffer.alloc(64 * 1024, "x");

/** `folder`: empty. Undefined where we may not mount. */
export function smallDisk(folder: string, megabytes: number): SmallDisk | undefined {
  const mount = ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=755`, "breakglass-chaos", folder];
  if (spawnSync("mount", mount, { stdio: "ignore" }).status !== 0) return undefined;
  const filler = join(folder, "filler");
  const remove = () => {
    process.off("exit", remove);
    spawnSync("umount", ["--lazy", folder], { stdio: "ignore" });
  };
  process.once("exit", remove);
  return {
    folder,
    async fill() {
      const file = await open(filler, "w");
      try {
        for (const size of [chunk.length, 512, 1]) await writeUntilFull(file, chunk.subarray(0, size));
      } finally {
        await file.close();
      }
    },
    free: () => rm(filler, { force: true }),
    remove,
  };
}

async function writeUntilFull(file: Awaited<ReturnType<typeof open>>, bytes: Buffer): Promise<void> {
  for (;;) {
    try {
      const { bytesWritten } = await file.write(bytes);
      if (bytesWritten < bytes.length) return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOSPC") return;
      throw error;
    }
  }
}
