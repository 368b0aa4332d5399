import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

type Side = "client" | "server";
type Point = { from: Side; text: string };
type Fault = "cut" | "hold";
type Trap = Point & { fault: Fault; spring: () => void };

/** The network between the application and its database, to be cut, held up or taken away. */
export type Proxy = {
  url: string;
  /** Resets every connection and refuses new ones, as of a server that is down. */
  goAway: () => Promise<void>;
  comeBack: () => Promise<void>;
  /** New connections lead to another server. */
  leadTo: (target: string) => void;
  /** Nothing passes any more, and nothing is closed; connections are still accepted. */
  hold: () => void;
  /** Connections are accepted, and closed at once: as of a balancer whose servers are all down. */
  hangUp: () => void;
  /** What was held passes, and nobody is hung up on; `reset` drops the connections that were open instead. */
  release: (how?: "reset") => void;
  /** Each packet arrives so many milliseconds later. */
  delay: (milliseconds: number) => void;
  /**
   * The next packet from there that contains the text gets half way (`cut`: the connection is reset;
   * `hold`: as above). A packet of the server's does not pass at all. Resolves when that happened.
   */
  at: (point: Point, fault: Fault) => Promise<void>;
};

export async function openProxy(target: string): Promise<Proxy> {
  let { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  const held: (() => void)[] = [];
  let isHeld = false;
  let isHangingUp = false;
  let delayMs = 0;
  let trap: Trap | null = null;

  function accept(client: Socket): void {
    if (isHangingUp) return void client.destroy();
    const server = connect(Number(port), hostname);
    const pair = { client, server };
    for (const socket of [client, server]) {
      open.add(socket);
      socket.setNoDelay(true);
      // A reset is what this is for.
      socket.on("error", () => null);
      socket.on("close", () => {
        open.delete(socket);
        for (const other of [client, server]) if (!isHeld) other.destroy();
      });
    }
    // As if it had been refused: a client that is merely hung up on tries again without end.
    server.on("error", () => client.resetAndDestroy());
    client.on("data", (packet: Buffer) => pass(packet, { from: "client", ...pair }));
    server.on("data", (packet: Buffer) => pass(packet, { from: "server", ...pair }));
  }

  function pass(packet: Buffer, way: { from: Side; client: Socket; server: Socket }): void {
    const to = way.from === "client" ? way.server : way.client;
    if (trap && trap.from === way.from && packet.includes(trap.text)) {
      if (trap.from === "client") to.write(packet.subarray(0, packet.length / 2));
      trap.spring();
      if (trap.fault === "cut") [way.client, way.server].forEach((socket) => socket.resetAndDestroy());
      else isHeld = true;
      trap = null;
      return;
    }
    const forward = () => void (to.destroyed || to.write(packet));
    if (isHeld) held.push(forward);
    else if (delayMs > 0) setTimeout(forward, delayMs);
    else forward();
  }

  function reset(): void {
    for (const socket of open) socket.resetAndDestroy();
  }

  let listener = await listen(0, accept);
  const at = addressOf(listener).port;
  return {
    url: Object.assign(new URL(target), { hostname: "127.0.0.1", port: String(at) }).href,
    goAway: async () => {
      const closed = once(listener, "close");
      listener.close();
      reset();
      await closed;
    },
    comeBack: async () => {
      listener = await listen(at, accept);
    },
    leadTo: (other) => void ({ hostname, port } = new URL(other)),
    hold: () => void (isHeld = true),
    hangUp: () => {
      isHangingUp = true;
      reset();
    },
    release: (how) => {
      isHeld = false;
      isHangingUp = false;
      if (how === "reset") reset();
      for (const forward of held.splice(0)) forward();
    },
    delay: (milliseconds) => void (delayMs = milliseconds),
    at: (point, fault) => new Promise((spring) => (trap = { ...point, fault, spring })),
  };
}

async function listen(port: number, accept: (socket: Socket) => void): Promise<Server> {
  const server = createServer(accept).listen(port, "127.0.0.1");
  server.unref();
  await once(server, "listening");
  return server;
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy has no port");
  return address;
}
