import { connect, createServer, type Server, type Socket } from "node:net";

/** Stands between an application and its database, and can take the network away. */
export type Proxy = {
  port: number;
  /** Cuts every connection, and refuses new ones until it is mended. */
  cut: () => void;
  /** Passes nothing on any more, until it is mended. */
  stall: () => void;
  mend: () => void;
  close: () => Promise<void>;
};

export async function startProxy(target: { host: string; port: number }): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let state: "open" | "cut" | "stalled" = "open";

  const server = createServer({ allowHalfOpen: true }, (client) => {
    if (state === "cut") return client.resetAndDestroy();
    join(client, connect({ ...target, allowHalfOpen: true }));
  });

  function join(client: Socket, upstream: Socket): void {
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      // Not pipe(): it would resume on its own what is to stall.
      from.on("data", (bytes: Buffer) => void to.write(bytes));
      from.on("error", () => to.destroy());
      from.on("end", () => to.end());
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
      if (state === "stalled") from.pause();
    }
  }

  function mend(): void {
    state = "open";
    for (const socket of sockets) socket.resume();
  }

  return {
    port: await listen(server),
    cut: () => {
      state = "cut";
      for (const socket of sockets) socket.resetAndDestroy();
    },
    stall: () => {
      state = "stalled";
      for (const socket of sockets) socket.pause();
    },
    mend,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });
}
