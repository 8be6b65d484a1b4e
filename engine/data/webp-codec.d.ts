/** The part of the WebP codec that is used here. Its own types ask for those of the DOM, which the engine has not. */
declare module "@jsquash/webp/codec/dec/webp_dec.js" {
  export interface WebpModule {
    /** Red, green, blue and opacity; null for what is no picture. */
    decode(bytes: Uint8Array): {
      readonly width: number;
      readonly height: number;
      readonly data: Uint8ClampedArray;
    } | null;
  }
  export default function makeModule(options: {
    readonly noInitialRun: true;
    readonly wasmBinary: Uint8Array;
    readonly printErr: (words: string) => void;
  }): Promise<WebpModule>;
}
