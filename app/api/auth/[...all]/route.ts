import { toProblem } from "@/app/api/_http/problem";
import { handleAuthRequest } from "@/modules/auth/auth.service";

async function answer(request: Request): Promise<Response> {
  try {
    return await handleAuthRequest(request);
  } catch (error) {
    return toProblem(error);
  }
}

export { answer as DELETE, answer as GET, answer as PATCH, answer as POST, answer as PUT };
