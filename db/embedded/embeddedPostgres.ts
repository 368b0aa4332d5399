import path from "node:path";

import { prepareCluster, superuser, type Cluster } from "./cluster";
import { prepareFolder } from "./location";
import { withLock } from "./lock";
import { addMarker, listMarkers, removeMarker } from "./markers";
import { host, unusualPort } from "./ports";
import { keptSecret } from "./secrets";
import { runningPort, startServer, stopServer, type Settings } from "./server";

export type EmbeddedPostgresOptions = {
  /** Where its files are, or are to be made. */
  folder: string;
  /** This port or none. Left out: 54329, or the next free one. */
  port?: number | undefined;
  settings?: Settings;
  /** Told what a person should know, in one line. */
  say?: (line: string) => void;
};

export type EmbeddedPostgres = {
  /** Holds the password. */
  url: string;
  /** A secret for signing sessions, kept beside the data. */
  authSecret: string;
  /** Counts another process among those the server is kept running for. */
  addUser: (pid: number) => Promise<void>;
  /** Stops the server, unless another process uses it; tells whether it did. */
  release: () => Promise<boolean>;
};

/**
 * Starts the Postgres server of a folder, or joins the one that runs. Processes that do so at once share
 * one server, and the last to leave stops it. It outlives a parent that is killed; the next start finds it.
 *
 * @throws EmbeddedPostgresError
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const folder = await prepareFolder(options.folder);
  const place = { folder, lock: path.join(folder, "lock"), users: path.join(folder, "users") };
  return withLock(place.lock, async () => {
    const cluster = await prepareCluster(folder);
    const port = await joinOrStart({ ...options, cluster, users: place.users });
    const authSecret = await keptSecret(path.join(folder, "auth-secret"));
    const own = await addMarker(place.users, { label: "user" });
    const url = `postgres://${superuser}:${cluster.password}@${host}:${port}/postgres`;

    const addUser = async (pid: number) => void (await addMarker(place.users, { label: "user", pid }));
    const release = () =>
      withLock(place.lock, async () => {
        if (own) await removeMarker(own);
        return stopUnlessUsed({ cluster, users: place.users });
      });
    return { url, authSecret, addUser, release };
  });
}

/**
 * Stops a folder's server if the processes it was started for are all gone, as after a kill -9. Tells
 * whether nobody uses the folder now.
 */
export async function stopAbandoned(wanted: string): Promise<boolean> {
  const folder = await prepareFolder(wanted);
  return withLock(path.join(folder, "lock"), async () =>
    stopUnlessUsed({ cluster: await prepareCluster(folder), users: path.join(folder, "users") }),
  );
}

type JoinOptions = EmbeddedPostgresOptions & { cluster: Cluster; users: string };

async function joinOrStart({ cluster, users, port: wanted, settings = {}, say = () => {} }: JoinOptions) {
  const running = await runningPort(cluster);
  // One whose processes were all killed may listen where nobody asks for it any more.
  const moves = running !== null && wanted !== undefined && running !== wanted;
  const stopped = moves && (await stopUnlessUsed({ cluster, users }));
  const port =
    running !== null && !stopped ? running : await startServer(cluster, { port: wanted, settings });
  const remark = unusualPort(port, wanted);
  if (remark !== null) say(remark);
  return port;
}

async function stopUnlessUsed({ cluster, users }: { cluster: Cluster; users: string }) {
  if ((await listMarkers(users)).length > 0) return false;
  await stopServer(cluster);
  return true;
}
