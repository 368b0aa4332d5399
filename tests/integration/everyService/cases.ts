import type { Actor } from "@/modules/access/access.types";
import { actorOf, type Somebody, type World } from "./world";

/** The entry that a method leaves: who, what and on what; `actorId` null is the system. */
export type Expected = { action: string; actorId: string | null; resourceType: string; resourceId?: string };

/** A method ready to be called, and the entry that the call is to leave. */
export type Prepared = { call: () => Promise<unknown>; expected: Expected };

/**
 * One mutating method: how it is called so that it changes something, how so that nothing is left to
 * change, and how with what validation refuses; or the reason why there is no such call.
 */
export type Case = {
  prepare: (world: World) => Promise<Prepared>;
  unchanged: ((world: World) => Promise<() => Promise<unknown>>) | { none: string };
  refused: ((world: World) => Promise<() => Promise<unknown>>) | { none: string };
};

type Call<Input> = (actor: Actor, input: Input) => Promise<unknown>;

/** A call of a method as somebody, and the entry it is to leave. */
export async function callAs<Input>(
  person: Somebody,
  method: Call<Input>,
  { input, ...expected }: Omit<Expected, "actorId"> & { input: Input },
): Promise<Prepared> {
  const actor = await actorOf(person);
  return { call: () => method(actor, input), expected: { actorId: actor.id, ...expected } };
}

/** A call that validation refuses: input of the wrong shape, as it comes from a form or a request. */
export function refusedCall(
  person: (world: World) => Somebody | Promise<Somebody>,
  method: Call<never>,
  input: unknown,
) {
  return async (world: World) => {
    const actor = await actorOf(await person(world));
    return async (): Promise<unknown> => Reflect.apply(method, undefined, [actor, input]);
  };
}
