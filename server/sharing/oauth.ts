import type { Request, Response } from 'express';
import { hour, now } from '../kernel/clock.js';
import type { Tx } from '../kernel/database.js';
import { accessToken } from './readers.js';
import type { Signer } from './signing.js';
import { tokenOf } from './tokens.js';

const lifetime = hour / 1000;

/** The token endpoint for client credentials (RFC 6749, 4.4): id and secret in the form, or as HTTP Basic. */
export async function oauthToken(tx: Tx, signer: Signer, req: Request, res: Response): Promise<void> {
  const form = (req.body ?? {}) as Record<string, unknown>;
  res.set({ 'Cache-Control': 'no-store', Pragma: 'no-cache' });
  if (form.grant_type !== 'client_credentials') {
    res.status(400).json({ error: 'unsupported_grant_type' });
    return;
  }
  const { id, secret } = basicOf(req) ?? { id: form.client_id, secret: form.client_secret };
  const token = typeof secret === 'string' ? await tokenOf(tx, secret) : null;
  if (!token || token.id !== id) {
    res.set('WWW-Authenticate', 'Basic realm="delta-sharing"').status(401).json({ error: 'invalid_client' });
    return;
  }
  const expires = Math.floor(now().getTime() / 1000) + lifetime;
  res.json({ access_token: accessToken(signer, token.id, expires), token_type: 'Bearer', expires_in: lifetime });
}

function basicOf(req: Request): { id: string; secret: string } | null {
  const text = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(req.get('Authorization') ?? '')?.[1];
  if (!text) return null;
  const [id = '', secret = ''] = Buffer.from(text, 'base64').toString().split(':');
  return { id: decodeURIComponent(id), secret: decodeURIComponent(secret) };
}
