import { describe, expect, it } from "vitest";
import { decodePicture } from "./decode-picture.ts";

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, "base64"));

/** 4 x 2 pixels, made by Pillow 12; the numbers are what Pillow reads from the same bytes. */
const colours = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 255, 255],
  [0, 0, 0],
  [10, 20, 30],
  [200, 100, 50],
  [128, 128, 128],
];
const opacity = [0, 128, 255, 255, 255, 255, 64, 255];
const onBlack = colours.map((colour, pixel) =>
  colour.map((value) => Math.round((value * (opacity[pixel] ?? 0)) / 255)),
);
const lossy = [
  [82, 75, 34],
  [159, 148, 131],
  [39, 20, 51],
  [255, 244, 255],
  [7, 0, 0],
  [35, 24, 7],
  [140, 121, 153],
  [147, 124, 180],
];
const lossyFrame = [
  [80, 119, 85],
  [135, 166, 160],
  [12, 21, 75],
  [250, 250, 255],
  [0, 10, 0],
  [3, 33, 27],
  [113, 122, 176],
  [120, 120, 202],
].map((colour, pixel) => colour.map((value) => Math.round((value * (opacity[pixel] ?? 0)) / 255)));

const gif = "R0lGODdhBAACAIIAAP///4CAgAD/AMhkMgoUHv8AAAAA/wAAACwAAAAABAACAAAIDAALCDAA4ACBAQECAgA7";
const lossless =
  "UklGRkYAAABXRUJQVlA4TDoAAAAvA0AAAD9AFmCyIPqCyl9mGmTCEPv17+JSDZmAxXTwa6R/m81/gJAih9TMV+tBIEDGYpQ4UCOi/4EN";

describe("one decoder for every kind of picture, as another program reads them", () => {
  it.each([
    ["WebP without loss", colours, lossless],
    [
      "WebP with loss",
      lossy,
      "UklGRk4AAABXRUJQVlA4IEIAAADQAQCdASoEAAIAAUAmJZACdAEPAd6nOAD+9Mf5dWsObYGajp0nM59dJC+ddXvuPX/8m/3fx2y78//k3sXJuyqAAAA=",
    ],
    [
      "WebP with opacity: black where there is none",
      onBlack,
      "UklGRlAAAABXRUJQVlA4TEQAAAAvA0AAED9AFmCyIPqCyl9mGkQCJFD9P8bkNckELLYObpH0b4NAgCLTLOOZaQI4HA9BKW2aL143CATIWIsWA2pE9D+kAQ==",
    ],
    [
      "animated WebP: its first frame",
      colours,
      "UklGRtoAAABXRUJQVlA4WAoAAAACAAAAAwAAAQAAQU5JTQYAAAAAAAAAAABBTk1GVAAAAAAAAAAAAAMAAAEAAGQAAAJWUDhMOwAAAC8DQAAAP0AQQJLEliONt0caZMIQuxVSQSL5CQQoOGKciYa41PwHFJAl0dc36wkQCqAxm3YSARXR/2ADAEFOTUZSAAAAAAAAAAAAAwAAAQAAZAAAAFZQOEw6AAAALwNAAAA/QBBAksSWI423RxpkwhC7FVJBIvkJBCg4YpyJhrjU/AdUWO+bvpKQARASkLFmkBOyiP7HJA==",
    ],
    [
      "animated WebP with loss and opacity",
      lossyFrame,
      "UklGRoYBAABXRUJQVlA4WAoAAAASAAAAAwAAAQAAQU5JTQYAAAAAAAAAAABBTk1GtAAAAAAAAAAAAAMAAAEAAGQAAAJBTFBICQAAAAAAgP////9A/wBWUDggigAAAFABAJ0BKgQAAgABQCYlqAAEdAAA/tsP/9oR8a//Bdf/tCP+z////wXQusv//MZ9K+JfUf/EwDgP3f7R/n8P13n/+Jj9rR38Fbf/xMftaO/grb/+Jj9rR38GP//nVff8BZ//51X3/BHf/51X3/BHf/7TK++f/yb/95v83qbHz/+Tfy//3pju9NYAAEFOTUaeAAAAAAAAAAAAAwAAAQAAZAAAAFZQOCCGAAAAVAEAnQEqBAACAAAAJiWQAAWMAAD+kz/+mN81//DO7/Zjf9mCHv+Gc527w//80X7v3sbK/ep0X837APmcf03n/+MX9xx38ZLf/xi/uOO/jJb/+MX9xx38Z///nBGf8VJ//5wRn/GDf/5wRn/GDf4epg+v/wb/kyy4zL2//BvgB/SXQyYAAAA=",
    ],
    ["GIF", colours, gif],
    [
      "animated GIF: its first frame",
      colours,
      "R0lGODlhBAACAIIAAP///4CAgAD/AMhkMgoUHv8AAAAA/wAAACH5BAAKAAAALAAAAAAEAAIAAAgMAAsIMADgAIEBAQICACH5BAEKAAgALAAAAAAEAAIAgv////Xr4f//AAD//zebzX9/f/8A/wAAAAgMAAcYEHAAQAACBQICADs=",
    ],
  ])("%s", async (_name, expected, text) => {
    const { width, height, channels, data } = await decodePicture(bytesOf(text), "picture");
    expect([width, height, channels]).toEqual([4, 2, 3]);
    expect([...data]).toEqual(expected.flat());
  });

  /** The bytes with some of them replaced. */
  const changed = (text: string, at: number, ...values: number[]) => {
    const bytes = bytesOf(text);
    bytes.set(values, at);
    return bytes;
  };
  it.each([
    ["nothing", new Uint8Array(), "no PNG, JPEG, WebP or GIF file"],
    [
      "a GIF that ends in its header",
      bytesOf(gif).subarray(0, 9),
      "byte 6: The file ends inside its header.",
    ],
    ["a GIF that is cut off", bytesOf(gif).subarray(0, 50), "cannot be decoded"],
    ["a GIF without a picture", bytesOf(gif).subarray(0, 37), "no picture in this GIF file"],
    ["a GIF with too few pixels", changed(gif, 50, 0x03, 0x0a), "more or fewer than declared"],
    ["a GIF of a huge size", changed(gif, 6, 0xff, 0xff, 0xff, 0xff), "65535x65535 pixels; the most"],
    ["a GIF whose frame is larger than it", changed(gif, 42, 0xff, 0xff), "does not fit into 4x2"],
    [
      "a WebP that is cut off",
      bytesOf(lossless).subarray(0, 60),
      "byte 12: 58 bytes are declared, and 40 follow",
    ],
    ["a WebP without a picture", bytesOf(lossless).subarray(0, 12), "no picture in this WebP file"],
    ["a WebP of a huge size", changed(lossless, 21, 0xff, 0xff, 0xff, 0x0f), "16384x16384 pixels; the most"],
    ["a WebP whose picture is rubbish", changed(lossless, 25, 9, 9, 9, 9, 9, 9, 9, 9), "damaged"],
  ])("%s is refused in words", async (_name, bytes, words) => {
    await expect(decodePicture(bytes, "cat.webp")).rejects.toMatchObject({
      name: "TroubleError",
      message: expect.stringContaining(words),
    });
  });
});
