/** A promise's result, or `late` where there is none after so many milliseconds. */
export async function withinTime<Result, Late>(
  result: Promise<Result>,
  { milliseconds, late }: { milliseconds: number; late: Late },
): Promise<Result | Late> {
  let timer: NodeJS.Timeout | undefined;
  const timedOut = new Promise<Late>((resolve) => {
    timer = setTimeout(() => resolve(late), Math.max(milliseconds, 0));
  });
  try {
    return await Promise.race([result, timedOut]);
  } finally {
    clearTimeout(timer);
  }
}
