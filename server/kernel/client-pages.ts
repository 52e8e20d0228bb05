import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express from 'express';

/** Serves the built client: hashed assets for ever, and `index.html` for every path that a screen may have. */
export function clientPages(folder: string): express.RequestHandler {
  const files = express.static(folder, {
    index: false,
    setHeaders: (res, path) => {
      res.set('Cache-Control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  const index = join(folder, 'index.html');
  return (req, res, next) => {
    files(req, res, (error?: unknown) => {
      const page = req.method === 'GET' && req.accepts(['json', 'html']) === 'html' && existsSync(index);
      if (error || !page) return next(error);
      res.set('Cache-Control', 'no-cache').sendFile(index);
    });
  };
}
