import { codeOf } from "@/modules/auditLog/delivery/failures";
import type { Chunk } from "./chunks";
import type { ExportProgress, Formatter } from "./export.types";
import { aborted, brokeOff, complete, endRun, onStop, type RunEnd } from "./runs";

const minute = 60_000;

type Bytes = Uint8Array<ArrayBuffer>;
type Controller = ReadableStreamDefaultController<Bytes>;
type Parts = {
  chunks: AsyncIterator<Chunk, void>;
  formatter: Formatter;
  progress: ExportProgress;
  signal: AbortSignal | undefined;
  /** Frees what the chunks are read from. */
  release: () => Promise<void>;
  /** A reader who reads nothing for so long gets the file's end. */
  stalledAfterMs?: number;
};

/** A file that is written as far as it is read, and whose end, whichever way it comes, frees what it holds. */
export function openFile(parts: Parts): ReadableStream<Bytes> {
  // Nothing is made before it is asked for.
  return new ReadableStream(new ExportFile(parts), { highWaterMark: 0 });
}

const encoder = new TextEncoder();

class ExportFile implements UnderlyingDefaultSource<Bytes> {
  readonly #parts: Parts;
  #controller: Controller | undefined;
  #stalled: NodeJS.Timeout | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  start(controller: Controller): void {
    this.#controller = controller;
    const { progress, signal } = this.#parts;
    signal?.addEventListener("abort", this.#abort);
    onStop(progress, () => this.#end(brokeOff("STOPPED")));
    this.#awaitReader();
  }

  async pull(): Promise<void> {
    clearTimeout(this.#stalled);
    try {
      const { value: chunk } = await this.#parts.chunks.next();
      if (!this.#isRunning()) return;
      if (!chunk) return this.#end(complete);
      this.#write(chunk.bytes);
      this.#parts.progress.rows += chunk.rows;
      this.#awaitReader();
    } catch (error) {
      this.#end(brokeOff(codeOf(error)));
    }
  }

  cancel(): void {
    this.#end(aborted);
  }

  readonly #abort = () => {
    this.#end(aborted);
    this.#controller?.error(this.#parts.signal?.reason);
  };

  #awaitReader(): void {
    const { stalledAfterMs = minute } = this.#parts;
    this.#stalled = setTimeout(() => this.#end(brokeOff("STALLED")), stalledAfterMs).unref();
  }

  #isRunning(): boolean {
    return this.#parts.progress.state === "running";
  }

  #write(bytes: Bytes): void {
    const { formatter, progress } = this.#parts;
    const isFirst = progress.bytes === 0;
    for (const each of isFirst ? [encoder.encode(formatter.head), bytes] : [bytes]) {
      progress.bytes += each.byteLength;
      if (each.byteLength > 0) this.#controller?.enqueue(each);
    }
  }

  #end(end: RunEnd): void {
    if (!this.#isRunning()) return;
    const { formatter, progress, release, signal } = this.#parts;
    clearTimeout(this.#stalled);
    signal?.removeEventListener("abort", this.#abort);
    if (end.state !== "aborted") {
      const { rows } = progress;
      this.#write(encoder.encode(end.code === null ? "" : formatter.brokeOff({ rows, code: end.code })));
      this.#controller?.close();
    }
    endRun(progress, end);
    void release();
  }
}
