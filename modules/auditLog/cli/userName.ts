import { userInfo } from "node:os";

/** Who runs this; containers have users without a name. */
export function userName(): string | null {
  try {
    return userInfo().username;
  } catch {
    return null;
  }
}
