import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import type { OperationId } from '../contracts/api';
import { api } from '../contracts/api';
import { type Answer, type Arguments, prepare } from '../contracts/calls';
import type { ProblemBody } from '../contracts/problems';

/** A refusal of the server, with its sentences in both languages. */
export class ApiProblem extends Error {
  constructor(readonly body: ProblemBody) {
    super(body.detail);
  }
}

/** A fresh idempotency key; `crypto.randomUUID` is missing on plain HTTP away from localhost. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

type Extra = { key?: string; version?: number };

/** Calls an operation; throws `ApiProblem` for a refusal. `version` is the one last seen of a row that is edited. */
export async function call<I extends OperationId>(id: I, given: Arguments<I>, extra: Extra = {}): Promise<Answer<I>> {
  const { method, path, body } = prepare(id, given);
  const headers: Record<string, string> = {};
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (api[id].idempotent) headers['Idempotency-Key'] = extra.key ?? newKey();
  if (extra.version !== undefined) headers['If-Match'] = `"${extra.version}.0"`;
  const reply = await fetch(path, { method, headers, ...(body === undefined ? {} : { body }) });
  return (await answerOf(reply)) as Answer<I>;
}

export async function answerOf(reply: Response): Promise<unknown> {
  const text = await reply.text();
  if (!reply.ok) throw new ApiProblem(problemOf(reply, text));
  return text === '' ? {} : JSON.parse(text);
}

/** A text of the exchange, such as a proof; throws `ApiProblem` for a refusal. */
export async function fetchText(address: string): Promise<string> {
  const reply = await fetch(address);
  if (!reply.ok) await answerOf(reply);
  return await reply.text();
}

function problemOf(reply: Response, text: string): ProblemBody {
  if (reply.headers.get('Content-Type')?.startsWith('application/problem+json')) return JSON.parse(text) as ProblemBody;
  return {
    type: 'about:blank',
    title: 'No answer from the exchange',
    titleVi: 'Sàn không phản hồi',
    status: reply.status,
    code: 'internal',
    detail: 'The server cannot be reached; try again in a moment.',
    detailVi: 'Không kết nối được máy chủ; hãy thử lại sau giây lát.',
  };
}

export function keyOf<I extends OperationId>(id: I, given: Arguments<I>) {
  return [id, given] as const;
}

/**
 * The answer of a reading operation; the page waits for it, and a refusal goes to the page's error boundary. It is read
 * again every second while `unsettled` says that the server is still at work on what it shows.
 */
export function useData<I extends OperationId>(
  id: I,
  given: Arguments<I>,
  unsettled: (answer: Answer<I>) => boolean = () => false,
): Answer<I> {
  return useSuspenseQuery({
    queryKey: keyOf(id, given),
    queryFn: () => call(id, given),
    refetchInterval: ({ state }) => (state.data !== undefined && unsettled(state.data) ? 1_000 : false),
  }).data;
}

type Act<I extends OperationId> = {
  run(given: Arguments<I>, extra?: Extra): Promise<Answer<I>>;
  pending: boolean;
  problem: ProblemBody | null;
  reset(): void;
};

/** A writing operation with its state; what the screens show is read again after it. */
export function useAct<I extends OperationId>(id: I): Act<I> {
  const queries = useQueryClient();
  const mutation = useMutation({
    mutationFn: ({ given, extra }: { given: Arguments<I>; extra: Extra }) => call(id, given, extra),
    onSuccess: () => queries.invalidateQueries(),
  });
  return {
    run: (given, extra = {}) => mutation.mutateAsync({ given, extra: { key: newKey(), ...extra } }),
    pending: mutation.isPending,
    problem: mutation.error ? asProblem(mutation.error) : null,
    reset: mutation.reset,
  };
}

export function asProblem(error: unknown): ProblemBody {
  if (error instanceof ApiProblem) return error.body;
  return problemOf(new Response(null, { status: 503 }), '');
}
