import net from 'node:net';

export interface MailServer {
  readonly url: string;
  /** The Message-ID of every mail whose data came in full. */
  readonly received: string[];
  close(): Promise<void>;
}

/**
 * A mail server that behaves badly: answers recipients with `recipient`, and after the data either answers with `data`
 * or, without it, hangs up.
 */
export async function badMailServer(answers: { recipient?: string; data?: string }): Promise<MailServer> {
  const received: string[] = [];
  const sockets = new Set<net.Socket>();
  const server = net.createServer(socket => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    let input = '';
    let inData = false;
    const say = (line: string) => socket.write(`${line}\r\n`);
    const command = (line: string) => {
      if (/^(EHLO|HELO)/i.test(line)) say('250 bad.example');
      else if (/^RCPT/i.test(line)) say(answers.recipient ?? '250 ok');
      else if (/^DATA/i.test(line)) {
        inData = true;
        say('354 go on');
      } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
      else say('250 ok');
    };
    socket.on('data', chunk => {
      input += chunk.toString();
      for (;;) {
        const end = inData ? '\r\n.\r\n' : '\r\n';
        const at = input.indexOf(end);
        if (at < 0) return;
        const text = input.slice(0, at);
        input = input.slice(at + end.length);
        if (!inData) command(text);
        else {
          inData = false;
          received.push(/^Message-ID: (.*)$/im.exec(text)?.[1]?.trim() ?? '');
          if (answers.data === undefined) socket.destroy();
          else say(answers.data);
        }
      }
    });
    say('220 bad.example');
  });
  server.unref();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `smtp://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    received,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>(resolve => server.close(() => resolve()));
    },
  };
}
