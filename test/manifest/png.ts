// Reads a PNG far enough to look at its pixels: 8 bits a channel, not interlaced.
import { inflateSync } from "node:zlib";

export type Picture = { width: number; height: number; pixel: (x: number, y: number) => number[] };

export function readPng(file: Uint8Array): Picture {
  const bytes = Buffer.from(file);
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const channels = bytes[25] === 6 ? 4 : 3;
  const data: Buffer[] = [];
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at))
    if (bytes.toString("latin1", at + 4, at + 8) === "IDAT")
      data.push(bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)));
  const raw = inflateSync(Buffer.concat(data));
  const row = width * channels;
  const pixels = Buffer.alloc(row * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (row + 1)] ?? 0;
    for (let i = 0; i < row; i++) {
      const left = i >= channels ? (pixels[y * row + i - channels] ?? 0) : 0;
      const up = y > 0 ? (pixels[(y - 1) * row + i] ?? 0) : 0;
      const corner = i >= channels && y > 0 ? (pixels[(y - 1) * row + i - channels] ?? 0) : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      pixels[y * row + i] = ((raw[y * (row + 1) + 1 + i] ?? 0) + guess) & 255;
    }
  }
  return {
    width,
    height,
    pixel: (x, y) => {
      const at = y * row + x * channels;
      return [...pixels.subarray(at, at + channels), ...(channels === 3 ? [255] : [])];
    },
  };
}

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [left, up, corner].map((side) => Math.abs(left + up - corner - side)) as [
    number,
    number,
    number,
  ];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}
