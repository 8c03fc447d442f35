// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/* A picture of a page with few colours, as a PNG a quarter of the size: 16 colours are enough for text on plain grounds. */
import { deflateSync } from "node:zlib";

const COLOURS = 16; /* half a byte each */
const ROUNDS = 8;

/* In the browser, which can read pictures: the palette, and the number of its colour for each pixel, in base64. */
async function reduce({ png, count, rounds }) {
  const bytes = Uint8Array.from(atob(png), (char) => char.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const { width, height } = image;
  const canvas = new OffscreenCanvas(width, height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const pixels = new Uint32Array(canvas.getImageData(0, 0, width, height).data.buffer);
  const split = (colour) => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];
  const amounts = new Map();
  for (const pixel of pixels) amounts.set(pixel, (amounts.get(pixel) ?? 0) + 1);
  const colours = [...amounts].sort((a, b) => b[1] - a[1]).map(([colour, amount]) => ({ colour, amount, rgb: split(colour) }));
  const distance = (a, b) => (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;
  const nearest = (rgb) => palette.reduce((best, other, i) => (distance(rgb, other) < distance(rgb, palette[best]) ? i : best), 0);

  /* The most frequent colour, then again and again the one that most pixels miss most; the middle of each group takes its place. */
  const palette = [colours[0].rgb];
  while (palette.length < Math.min(count, colours.length)) {
    let worst = { miss: -1 };
    for (const { rgb, amount } of colours) {
      const miss = distance(rgb, palette[nearest(rgb)]) * Math.sqrt(amount);
      if (miss > worst.miss) worst = { miss, rgb };
    }
    palette.push(worst.rgb);
  }
  for (let round = 0; round < rounds; round++) {
    const sums = palette.map(() => [0, 0, 0, 0]);
    for (const { rgb, amount } of colours) {
      const sum = sums[nearest(rgb)];
      for (let i = 0; i < 3; i++) sum[i] += rgb[i] * amount;
      sum[3] += amount;
    }
    sums.forEach((sum, i) => sum[3] > 0 && (palette[i] = sum.slice(0, 3).map((part) => Math.round(part / sum[3]))));
  }
  const index = new Map(colours.map(({ colour, rgb }) => [colour, nearest(rgb)]));
  let text = "";
  for (const pixel of pixels) text += String.fromCharCode(index.get(pixel));
  return { width, height, palette, indices: btoa(text) };
}

/* As PNG wants it; zlib has one only in newer versions of Node. */
function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]), out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/* `page` is any page of the browser whose pictures these are. */
export async function withFewColours(page, png) {
  const { width, height, palette, indices } = await page.evaluate(reduce,
    { png: png.toString("base64"), count: COLOURS, rounds: ROUNDS });
  const pixels = Buffer.from(indices, "base64"), row = 1 + Math.ceil(width / 2), rows = Buffer.alloc(row * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      rows[y * row + 1 + (x >> 1)] |= pixels[y * width + x] << (x % 2 ? 0 : 4);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([4, 3], 8); /* four bits a pixel, by palette */
  return Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), chunk("IHDR", header), chunk("PLTE", Buffer.from(palette.flat())),
    chunk("IDAT", deflateSync(rows, { level: 9 })), chunk("IEND", Buffer.alloc(0))]);
}
