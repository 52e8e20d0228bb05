import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';

export type Received = { path: string; headers: IncomingHttpHeaders; body: string };
export type Receiver = {
  url: string;
  got: Received[];
  /** How it answers from now on; 204 at first. */
  answer: (message: Received, res: ServerResponse) => void;
  close(): Promise<void>;
};

/** A web server of somebody else’s on this machine that takes messages. */
export async function startReceiver(): Promise<Receiver> {
  const receiver: Receiver = {
    url: '',
    got: [],
    answer: (_message, res) => res.writeHead(204).end(),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  const server: Server = createServer((req, res) => {
    const parts: Buffer[] = [];
    req.on('data', (part: Buffer) => parts.push(part));
    req.on('end', () => {
      const message = { path: req.url ?? '', headers: req.headers, body: Buffer.concat(parts).toString() };
      receiver.got.push(message);
      receiver.answer(message, res);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The receiver has no port.');
  receiver.url = `http://127.0.0.1:${address.port}`;
  return receiver;
}
