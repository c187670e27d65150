import { HttpProblem } from '../../http/problem.ts';
import { ClosingError, OverloadedError } from './ingest-service.ts';

/** Says in HTTP that there is too much to do (429), or that the server is going down (503). */
export async function answerPressure<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OverloadedError) {
      const headers = { 'retry-after': String(error.retryAfterSeconds) };
      throw new HttpProblem(429, 'overloaded', error.message, { headers, cause: error });
    }
    if (error instanceof ClosingError) {
      const headers = { 'retry-after': '5' };
      throw new HttpProblem(503, 'shutting_down', error.message, { headers, cause: error });
    }
    throw error;
  }
}
