/** Text that is turned into UTF-8 as it comes: to join it first and turn it then takes twice as long. */
export class GrowingBytes {
  #bytes = Buffer.allocUnsafeSlow(2 ** 19);
  #length = 0;

  append(text: string): void {
    // A UTF-16 unit is three bytes at most.
    const needed = this.#length + text.length * 3;
    if (needed > this.#bytes.byteLength) this.#grow(needed);
    this.#length += this.#bytes.write(text, this.#length);
  }

  /** What there is, and begins anew. A copy: room is made once, or the garbage of it would be more than all the rest. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = new Uint8Array(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
    return taken;
  }

  #grow(needed: number): void {
    const larger = Buffer.allocUnsafeSlow(needed * 2);
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
