/** A place in the memory of the WebAssembly module, in bytes. */
export type Pointer = number;
